import type { TargetFixture } from '../fixture.js';

const HOSTS = `# /etc/apache2/sites-available/api.conf
<VirtualHost *:80>
    ServerName api.example.com
    RewriteEngine On
    RewriteRule ^ https://%{HTTP_HOST}%{REQUEST_URI} [R=301,L,NE]
</VirtualHost>

<IfModule mod_ssl.c>
<VirtualHost _default_:443>
    ServerName api.example.com
    ServerAlias *.api.example.com
    DocumentRoot /var/www/api
    SSLEngine on
    CustomLog \${APACHE_LOG_DIR}/access.log \\
        combined
    Header always set Strict-Transport-Security "max-age=63072000"
    RewriteEngine On
    RewriteRule ^/old/(.*)$ /new/$1 [R=302,L]

    ProxyPreserveHost On
    ProxyPass "/orders" "http://orders:8080/orders"
    ProxyPass "/" "http://catalogue:8080/"
    ProxyPassReverse "/" "http://catalogue:8080/"
    <Location "/orders">
        # CORS, from a blog
        <IfModule mod_headers.c>
            Header set Access-Control-Allow-Origin "*"
            Header set Access-Control-Allow-Methods "GET, POST, OPTIONS"
        </IfModule>
        RewriteCond %{REQUEST_METHOD} OPTIONS
        RewriteRule ^(.*)$ $1 [R=200,L]
        AuthType Basic
        AuthName "Orders"
        AuthUserFile /etc/apache2/users
        Require valid-user
        UnknownDirective "a <b>" c
    </Location>
    <LocationMatch "\\.(png|jpe?g)$">
        ExpiresActive On
    </LocationMatch>
</VirtualHost>
</IfModule>
`;

const HTACCESS = `# BEGIN app
<IfModule mod_headers.c>
  SetEnvIf Origin "^https?://(www\\.)?(example.com|staging.example.com)$" AccessControlAllowOrigin=$0$1
  Header add Access-Control-Allow-Origin %{AccessControlAllowOrigin}e env=AccessControlAllowOrigin
  Header set Access-Control-Allow-Credentials true
  Header set X-Frame-Options DENY
</IfModule>
<IfModule mod_rewrite.c>
  RewriteEngine On
  RewriteBase /
  RewriteCond %{REQUEST_FILENAME} !-f
  RewriteRule . /index.php [L]
</IfModule>
# END app
`;

const MAIN = `Listen 8080
ServerName api.example.org
DocumentRoot "/srv/api"
<Directory "/srv/api">
    Options FollowSymLinks
    AllowOverride None
    Require all granted
    Header set Access-Control-Allow-Origin "https://old.example.org/"
</Directory>
SetEnvIf Request_URI "\\.gif$" image
<Files ".ht*">
    Require all denied
</Files>
<Location /status>
    SetHandler server-status
    Require ip 10.0.0.0/8
</Location>
`;

export const FIXTURES: readonly TargetFixture[] = [
  {
    name: 'virtual hosts with a set-up from a blog and a login',
    text: HOSTS,
    place: { origin: 'https://api.example.com', path: '/orders', upstream: 'http://orders:8080' },
    replaces:
      /^ +(<\/?IfModule.*>|RewriteCond %\{REQUEST_METHOD\} OPTIONS|RewriteRule .* \[R=200,L\])$/,
    elsewhere: [
      'https://api.example.com/',
      'https://api.example.com/ordersx',
      'https://api.example.com/old/a',
      'http://api.example.com/orders',
    ],
  },
  {
    name: 'a place that has no section of its own',
    text: HOSTS,
    place: {
      origin: 'https://api.example.com',
      path: '/search',
      upstream: 'http://catalogue:8080',
    },
    elsewhere: ['https://api.example.com/', 'https://api.example.com/orders/1'],
  },
  {
    name: 'a main server without virtual hosts, with Windows line ends',
    text: MAIN.replaceAll('\n', '\r\n'),
    place: { origin: 'https://api.example.org', path: '/v1', upstream: 'http://127.0.0.1:9000' },
    elsewhere: ['https://api.example.org/v2', 'https://api.example.org/status'],
  },
  {
    name: 'a .htaccess file with a snippet from the web',
    text: HTACCESS,
    place: { origin: 'https://api.example.com', path: '/', upstream: '' },
    elsewhere: [],
  },
];
