import { readAws } from '../support/cloudformation/template.js';
import type { FileTarget, Place, Reading, Route, Source } from '../target.js';
import { apisOf, type Api } from './config.js';
import { policyOf } from './cors.js';
import { emit } from './emit.js';
import { lint } from './lint.js';
import { simulate } from './simulate.js';

/** HTTP APIs, and what SAM makes of REST APIs: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
export const target: FileTarget = {
  kind: 'file',
  id: 'api-gateway',
  title: 'AWS API Gateway',
  group: 'cloud',
  language: 'yaml',
  file: 'template.yaml',
  traces: {
    headers: [/^apigw-requestid:/, /^x-amz-apigw-id:/, /^x-amzn-requestid:/],
    body: [/\{"message":\s?"Missing Authentication Token"\}/],
  },
  skeleton,
  recognises: (source) => apisOf(readAws(source).root).length > 0,
  read,
  emit,
};

function read(source: Source): Reading {
  const { root, problems } = readAws(source);
  const apis = apisOf(root);
  if (apis.length === 0) return { value: null, problems };
  return {
    value: {
      routes: apis.map((api) => routeOf(api, apis.length > 1)),
      simulate: (request, upstream) => simulate(apis, request, upstream),
    },
    problems: [...problems, ...apis.flatMap(lint)],
  };
}

function routeOf(api: Api, several: boolean): Route {
  const notes = [
    ...(several && api.hosts.length === 0
      ? [`Nothing in the file says under which name ${api.name} answers.`]
      : []),
    ...(api.kind === 'rest'
      ? ['A REST API: the service has to send the headers of its own answers.']
      : (api.cors?.unknown.length ?? 0) > 0
        ? ['A value of it is known only when the template is deployed.']
        : []),
  ];
  return {
    // The only one answers other names, too, which the file may not have.
    hosts: several ? api.hosts : [],
    path: '/',
    policy: api.kind === 'http' && api.cors !== null ? policyOf(api.cors) : null,
    span: api.cors?.span ?? api.span,
    notes,
  };
}

function skeleton({ upstream }: Place): string {
  return `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: api
      ProtocolType: HTTP
      Target: ${upstream}
`;
}
