import type { TargetFixture } from '../fixture.js';

const SITE = `Parameters:
  Domain: { Type: String }
Resources:
  Site:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
        Aliases: [!Ref Domain, www.example.com]
        Origins:
          - { Id: site, DomainName: !GetAtt Bucket.RegionalDomainName }
          - { Id: api, DomainName: !Sub "api.\${Domain}" }
        CacheBehaviors:
          # the API
          - PathPattern: api/*
            TargetOriginId: api
            ViewerProtocolPolicy: https-only
            AllowedMethods: [GET, HEAD]
            ResponseHeadersPolicyId: !Ref ApiHeaders
          - PathPattern: "*.jpg"
            TargetOriginId: site
            ViewerProtocolPolicy: allow-all
            ResponseHeadersPolicyId: 60669652-455b-4ae9-85a4-c4c02393f86c
        DefaultCacheBehavior:
          TargetOriginId: site
          ViewerProtocolPolicy: redirect-to-https
          ResponseHeadersPolicyId: !Ref SiteHeaders # strict
  ApiHeaders:
    Type: AWS::CloudFront::ResponseHeadersPolicy
    Properties:
      ResponseHeadersPolicyConfig:
        Name: !Sub "\${AWS::StackName}-api"
        CorsConfig:
          AccessControlAllowOrigins: { Items: [https://old.example.com] }
          AccessControlAllowMethods: { Items: [ALL] }
          AccessControlAllowHeaders: { Items: ["*"] }
          AccessControlAllowCredentials: false
          OriginOverride: false
        CustomHeadersConfig:
          Items: [{ Header: X-Api, Value: "1", Override: true }]
  SiteHeaders:
    Type: AWS::CloudFront::ResponseHeadersPolicy
    Properties:
      ResponseHeadersPolicyConfig:
        Name: site
        SecurityHeadersConfig: { ContentTypeOptions: { Override: true } }
`;

const BARE = `Resources:
  Cdn:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        DefaultCacheBehavior:
          TargetOriginId: api
          # no methods yet
          ViewerProtocolPolicy: https-only
          ResponseHeadersPolicyId: 5cc3b908-e619-4b99-88e5-2cf7f45965bd
`;

const OUTPUT = `{
    "ETag": "E23ZP02F085DFQ",
    "ResponseHeadersPolicy": {
        "Id": "3bdcfea9-4b72-4dcf-9fc8-a92ac979f286",
        "LastModifiedTime": "2026-01-01T10:00:00+00:00",
        "ResponseHeadersPolicyConfig": {
            "Name": "api",
            "CorsConfig": {
                "AccessControlAllowOrigins": { "Quantity": 1, "Items": ["https://old.example.com"] },
                "AccessControlAllowHeaders": { "Quantity": 1, "Items": ["content-type"] },
                "AccessControlAllowMethods": { "Quantity": 1, "Items": ["GET"] },
                "AccessControlAllowCredentials": false,
                "OriginOverride": true
            },
            "ServerTimingHeadersConfig": { "Enabled": true, "SamplingRate": 5.0 }
        }
    }
}
`;

const place = (path: string): TargetFixture['place'] => ({
  origin: 'https://www.example.com',
  path,
  upstream: 'http://127.0.0.1:3000',
});

export const FIXTURES: readonly TargetFixture[] = [
  {
    name: 'a policy of one behavior among others, with short tags',
    text: SITE,
    place: place('/api/'),
    elsewhere: ['https://www.example.com/', 'https://www.example.com/a.jpg'],
    replaces: /AllowedMethods|AccessControl/,
  },
  {
    name: 'a managed policy gives way to a new one',
    text: BARE,
    place: place('/'),
    elsewhere: [],
    replaces: /ResponseHeadersPolicyId/,
  },
  {
    name: 'what aws cloudfront get-response-headers-policy prints',
    text: OUTPUT,
    place: place('/'),
    elsewhere: [],
    replaces: /AccessControl|[{}]/,
  },
];
