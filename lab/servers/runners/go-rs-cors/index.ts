import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { printed } from '../../process.js';
import type { Ground, ServerRunner } from '../../server.js';
import { runCode, siteName, type CodeSite } from '../code.js';

/** A package a site, because each has its own withCORS: the emitted `package main` gets the site's name. */
function packageText(each: CodeSite): string {
  const code = each.code.replace(/^package main$/m, `package ${siteName(each)}`);
  return `${code}\n// WithCORS lets the lab's program in.\nvar WithCORS = withCORS\n`;
}

function program(sites: readonly CodeSite[]): string {
  const names = sites.map(siteName);
  return `package main

import (
	"log"
	"net/http"

${names.map((name) => `\t"lab/${name}"`).join('\n')}
)

func api(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if r.Method == http.MethodOptions {
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
	w.Write([]byte("{}"))
}

func serve(address string, handler http.Handler) {
	log.Fatal(http.ListenAndServe(address, handler))
}

func main() {
	handler := http.HandlerFunc(api)
${sites.map((each) => `\tgo serve("127.0.0.1:${each.port}", ${siteName(each)}.WithCORS(handler))`).join('\n')}
	select {}
}
`;
}

async function writePackages(ground: Ground, sites: readonly CodeSite[]): Promise<void> {
  for (const each of sites) {
    const folder = join(ground.folder, 'src/lab', siteName(each));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'cors.go'), packageText(each));
  }
}

/** rs/cors on net/http: one program, a port a policy, built in the run's folder without modules. */
export const runner: ServerRunner = {
  target: 'go-rs-cors',
  packages: ['golang-go', 'golang-github-rs-cors-dev'],
  version: () => printed('/usr/bin/go', 'version'),
  start: (ground) =>
    runCode('go-rs-cors', ground, {
      files: (sites) => ({ 'main.go': program(sites) }),
      prepare: (sites) => writePackages(ground, sites),
      command: '/bin/sh',
      args: ['-c', 'go build -o server main.go && exec ./server'],
      env: {
        GO111MODULE: 'off',
        GOFLAGS: '',
        GOPATH: `${ground.folder}:/usr/share/gocode`,
        GOCACHE: join(ground.folder, 'cache'),
      },
    }),
};
