import { printed } from '../../process.js';
import type { ServerRunner } from '../../server.js';
import { runCode, siteList, siteName } from '../code.js';

/** Settings are a process's: it forks for each site once Django is loaded. */
const MAIN = `import json, os
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import corsheaders.middleware, corsheaders.checks
import django
import django.core.handlers.wsgi, django.http, django.urls, django.views.generic, django.core.checks

class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass

class Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True

def serve(name, port):
    os.environ["DJANGO_SETTINGS_MODULE"] = name
    django.setup()
    from django.core.checks import run_checks
    errors = [str(each) for each in run_checks() if "corsheaders" in str(each)]
    if errors:
        raise SystemExit("\\n".join(errors))
    from django.core.wsgi import get_wsgi_application
    make_server("127.0.0.1", port, get_wsgi_application(), Threaded, Quiet).serve_forever()

with open("sites.json") as sites:
    for name, port in json.load(sites):
        if os.fork() == 0:
            serve(name, port)
for _ in iter(int, 1):
    os.wait()
`;

const URLS = `from django.http import HttpResponse, JsonResponse
from django.urls import re_path

def answer(request):
    if request.method == "HEAD":
        # wsgiref would send a body.
        return HttpResponse()
    return JsonResponse({}, status=405 if request.method == "OPTIONS" else 200)

urlpatterns = [re_path("", answer)]
`;

const SETTINGS = `SECRET_KEY = "not a secret"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "urls"
INSTALLED_APPS = ["django.contrib.contenttypes"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]

`;

/** Django on wsgiref: a process a policy, forked. */
export const runner: ServerRunner = {
  target: 'django',
  packages: ['python3-django-cors-headers'],
  version: () =>
    printed('/usr/bin/python3', '-c', 'import django; print(f"django/{django.__version__}")'),
  start: (ground) =>
    runCode('django', ground, {
      files: (sites) => ({
        'main.py': MAIN,
        'urls.py': URLS,
        'sites.json': siteList(sites),
        ...Object.fromEntries(sites.map((each) => [`${siteName(each)}.py`, SETTINGS + each.code])),
      }),
      command: '/usr/bin/python3',
      args: ['main.py'],
    }),
};
