import type { TargetFixture } from '../fixture.js';

const SHOP = `# /etc/lighttpd/lighttpd.conf
server.modules = (
	"mod_setenv",
	"mod_indexfile",
	"mod_access",
	"mod_alias",
	"mod_redirect",
	"mod_proxy",
)
server.document-root        = "/var/www/html"
server.errorlog             = "/var/log/lighttpd/error.log"
server.port                 = 80
var.shop = "10.0.0." + "1"   # kept

# strict parsing and normalization of URL for consistency and security
server.http-parseopts = (
  "header-strict"           => "enable",
  "url-normalize"           => "enable",
)
index-file.names            = ( "index.php", "index.html" )
url.access-deny             = ( "~", ".inc" )
include_shell "/usr/share/lighttpd/create-mime.conf.pl"

setenv.add-response-header = (
    "X-Frame-Options" => "DENY",
    # from a blog
    "Access-Control-Allow-Origin" => "*",
)

$HTTP["host"] == "api.example.com" {
    proxy.server = ( "" => ( ( "host" => var.shop, "port" => 8080 ) ) )
    $HTTP["url"] =~ "^/orders" {
        setenv.add-response-header += ( "X-Version" => "7" )
        setenv.set-response-header = ( "Access-Control-Allow-Methods" => "GET, POST" )
    }
    $HTTP["url"] =~ "\\.(js|css)$" {
        setenv.add-response-header = ( "Cache-Control" => "max-age=600" )
    } else $HTTP["url"] == "/old" {
        url.redirect = ( "" => "https://www.example.com/" )
    }
}
else $HTTP["host"] =~ "(^|\\.)example\\.com$" {
    unknown.setting = ( "a" => ( "b", "c" ), "d" => 7 )
}
`;

const SMALL = `server.document-root = "/srv/www"
$HTTP["url"] =^ "/fonts/" {
  setenv.set-response-header = ( "Access-Control-Allow-Origin" => "https://app.example.com" )
}`;

export const FIXTURES: readonly TargetFixture[] = [
  {
    name: 'a path of a host whose lists come from around it',
    text: SHOP,
    place: {
      origin: 'https://api.example.com',
      path: '/orders/v2',
      upstream: 'http://10.0.0.1:8080',
    },
    elsewhere: [
      'https://api.example.com/',
      'https://api.example.com/orders',
      'https://api.example.com/a.js',
      'https://api.example.com/old',
      'https://www.example.com/orders/v2',
    ],
  },
  {
    name: 'files that are served, without server.modules, and no line end at its end',
    text: SMALL.replaceAll('\n', '\r\n'),
    place: { origin: 'https://cdn.example.org', path: '/fonts', upstream: 'http://127.0.0.1:9000' },
    replaces: /^(?:\$HTTP\["url"\] =\^ "\/fonts\/" \{|\})\r?$/,
    elsewhere: ['https://cdn.example.org/', 'https://cdn.example.org/fontsx'],
  },
  {
    name: 'all of a host that is not named',
    text: SMALL,
    place: { origin: 'https://cdn.example.org', path: '/', upstream: 'http://127.0.0.1:9000' },
    replaces: /^(?:\$HTTP\["url"\] =\^ "\/fonts\/" \{|\})$/,
    elsewhere: ['https://other.example.org/', 'https://other.example.org/x/y'],
  },
];
