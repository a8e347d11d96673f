import type { TargetFixture } from '../fixture.js';

const WHOLE = `# /etc/caddy/Caddyfile
{
	email admin@example.com
	servers {
		trusted_proxies static private_ranges
	}
}

(logging) {
	log {
		output file /var/log/caddy/{args.0}.log
	}
}

api.example.com {
	import logging api
	encode zstd gzip # both
	header -Server
	header X-Frame-Options "DENY"

	handle_path /files/* {
		root * /srv/files
		file_server
	}
	handle /orders* {
		# CORS, from a blog
		@options method OPTIONS
		header {
			Access-Control-Allow-Origin *
			Access-Control-Allow-Methods "GET, POST, OPTIONS"
			X-Orders 1
		}
		respond @options 204
		reverse_proxy orders:8080 {
			header_up X-Real-IP {remote_host}
		}
	}
	handle {
		reverse_proxy catalogue:8080
	}
	handle_errors {
		respond "{err.status_code} {err.status_text}"
	}
}

other.example.com, *.other.example.com {
	unknown_directive "a b" { # kept
		more
	}
	redir https://example.com{uri} permanent
}
`;

const SNIPPET = `(cors) {
	@cors_preflight method OPTIONS
	@cors header Origin {args.0}
	handle @cors_preflight {
		header Access-Control-Allow-Origin "{args.0}"
		header Access-Control-Allow-Methods "GET, POST, PUT, PATCH, DELETE"
		respond "" 204
	}
	handle @cors {
		header Access-Control-Allow-Origin "{args.0}"
		header Vary Origin
	}
}

https://api.example.org {
	import cors https://app.example.com
	basicauth {
		bob $2a$14$Zkx19XLiW6VYouLHR5NmfOFU0z2GTNmpkT/5qqR7hx4IjWJPDhjvG
	}
	reverse_proxy localhost:9000
}

www.example.org {
	import cors https://app.example.org
	file_server
}
`;

export const FIXTURES: readonly TargetFixture[] = [
  {
    name: 'a whole Caddyfile with a set-up from a blog',
    text: WHOLE,
    place: { origin: 'https://api.example.com', path: '/orders', upstream: 'http://orders:8080' },
    elsewhere: [
      'https://api.example.com/',
      'https://api.example.com/files/a.png',
      'https://other.example.com/',
    ],
  },
  {
    name: 'a place that has no handle of its own, with Windows line ends',
    text: WHOLE.replaceAll('\n', '\r\n'),
    place: {
      origin: 'https://api.example.com',
      path: '/search/v1',
      upstream: 'http://catalogue:8080',
    },
    elsewhere: ['https://api.example.com/', 'https://api.example.com/orders/1'],
  },
  {
    name: 'the usual snippet, and a password',
    text: SNIPPET,
    // It gets a matcher.
    replaces: /^\tbasicauth \{$/,
    place: { origin: 'https://api.example.org', path: '/', upstream: 'http://localhost:9000' },
    elsewhere: ['https://www.example.org/', 'https://www.example.org/a'],
  },
];
