import { printed } from '../../process.js';
import type { ServerRunner } from '../../server.js';
import { runCode, siteList, siteName } from '../code.js';

const MAIN = `import importlib, json, logging, threading
from werkzeug.serving import make_server

logging.getLogger("werkzeug").setLevel(logging.ERROR)
with open("sites.json") as sites:
    for name, port in json.load(sites):
        server = make_server("127.0.0.1", port, importlib.import_module(name).app, threaded=True)
        threading.Thread(target=server.serve_forever).start()
`;

const before = `from flask import Flask

app = Flask(__name__)
`;

const after = `

@app.route("/<path:path>", methods=["GET", "POST", "PUT", "PATCH", "DELETE", "REPORT", "MKCOL"])
def answer(path):
    return {}
`;

/** Flask on Werkzeug's server: one process, a thread a policy. OPTIONS is answered by Flask itself. */
export const runner: ServerRunner = {
  target: 'flask',
  packages: ['python3-flask-cors'],
  version: () =>
    printed(
      '/usr/bin/python3',
      '-c',
      'import flask, flask_cors; print(f"flask/{flask.__version__} flask-cors/{flask_cors.__version__}")',
    ),
  start: (ground) =>
    runCode('flask', ground, {
      files: (sites) => ({
        'main.py': MAIN,
        'sites.json': siteList(sites),
        ...Object.fromEntries(
          sites.map((each) => [`${siteName(each)}.py`, before + each.code + after]),
        ),
      }),
      command: '/usr/bin/python3',
      args: ['main.py'],
    }),
};
