import type { TargetFixture } from '../fixture.js';

const TEMPLATE = `AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Stage: { Type: String, Default: dev }
Resources:
  # the shop
  ShopApi:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: !Sub "shop-\${Stage}"
      ProtocolType: HTTP
      CorsConfiguration:
        AllowOrigins:
          - https://old.example.com
        AllowMethods: [GET]
      Tags: !If [IsProd, {a: b}, !Ref AWS::NoValue]
  Orders:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      ApiId: !Ref ShopApi
      RouteKey: ANY /orders/{proxy+}
      Target: !Join ["/", [integrations, !Ref OrdersIntegration]]
  Live:
    Type: AWS::ApiGatewayV2::ApiMapping
    Properties: { ApiId: !Ref ShopApi, DomainName: api.example.com, Stage: $default }
  Other:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: other, ProtocolType: HTTP, Target: !GetAtt Function.Arn }
  OtherLive:
    Type: AWS::ApiGatewayV2::ApiMapping
    Properties: { ApiId: !Ref Other, DomainName: other.example.com }
`;

const SAM = `Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: nodejs22.x   # all of them
    Environment: { Variables: { TABLE: !Ref Table } }
  HttpApi:
    CorsConfiguration: true
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Policies:
        - DynamoDBCrudPolicy: { TableName: !Ref Table }
      Events:
        All:
          Type: HttpApi
          Properties: { Path: /orders, Method: ANY }
`;

const OUTPUT = `{
    "ApiEndpoint": "https://a1b2c3.execute-api.eu-central-1.amazonaws.com",
    "ApiId": "a1b2c3",
    "ApiKeySelectionExpression": "$request.header.x-api-key",
    "CreatedDate": "2026-01-01T10:00:00+00:00",
    "Name": "shop",
    "ProtocolType": "HTTP",
    "RouteSelectionExpression": "$request.method $request.path"
}
`;

const OPENAPI = `{
\t"openapi": "3.0.1",
\t"info": { "title": "shop", "version": "1" },
\t"paths": {
\t\t"/orders": {
\t\t\t"get": { "x-amazon-apigateway-integration": { "type": "http_proxy" } }
\t\t}
\t},
\t"x-amazon-apigateway-cors": {
\t\t"allowOrigins": ["https://old.example.com"],
\t\t"allowMethods": ["GET"]
\t}
}
`;

const place = (origin: string): TargetFixture['place'] => ({
  origin,
  path: '/',
  upstream: 'http://127.0.0.1:3000',
});

export const FIXTURES: readonly TargetFixture[] = [
  {
    name: 'a template with two APIs and short tags',
    text: TEMPLATE,
    place: place('https://api.example.com'),
    elsewhere: ['https://other.example.com/'],
    replaces: /Allow|Expose|MaxAge|old\.example/,
  },
  {
    name: 'SAM, for the implicit API',
    text: SAM,
    place: place('https://api.example.com'),
    elsewhere: [],
  },
  {
    name: 'what aws apigatewayv2 get-api prints',
    text: OUTPUT,
    place: place('https://a1b2c3.execute-api.eu-central-1.amazonaws.com'),
    elsewhere: [],
  },
  {
    name: 'an OpenAPI definition with tabs',
    text: OPENAPI,
    place: place('https://api.example.com'),
    elsewhere: [],
    replaces: /allow|[[\]{}]/,
  },
];
