import { printed } from '../../process.js';
import type { ServerRunner } from '../../server.js';
import { runCode, siteList, siteName } from '../code.js';

const MAIN = `import asyncio, importlib, json
import uvicorn

async def serve(name, port):
    app = importlib.import_module(name).app
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", lifespan="off")
    await uvicorn.Server(config).serve()

async def main():
    with open("sites.json") as sites:
        await asyncio.gather(*(serve(name, port) for name, port in json.load(sites)))

asyncio.run(main())
`;

const APP = `from fastapi import FastAPI
from fastapi.responses import JSONResponse

app = FastAPI()


@app.middleware("http")
async def answer(request, call_next):
    return JSONResponse({}, status_code=405 if request.method == "OPTIONS" else 200)

`;

/** FastAPI on uvicorn: one event loop, a port a policy. */
export const runner: ServerRunner = {
  target: 'fastapi',
  packages: ['python3-fastapi', 'python3-uvicorn'],
  version: () =>
    printed(
      '/usr/bin/python3',
      '-c',
      'import fastapi, starlette; print(f"fastapi/{fastapi.__version__} starlette/{starlette.__version__}")',
    ),
  start: (ground) =>
    runCode('fastapi', ground, {
      files: (sites) => ({
        'main.py': MAIN,
        'sites.json': siteList(sites),
        ...Object.fromEntries(sites.map((each) => [`${siteName(each)}.py`, APP + each.code])),
      }),
      command: '/usr/bin/python3',
      args: ['main.py'],
    }),
};
