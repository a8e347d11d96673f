import { printed } from '../../process.js';
import type { ServerRunner } from '../../server.js';
import { runCode, siteName, type CodeSite } from '../code.js';

/** As much of Rails as an initializer for rack-cors speaks to. */
const CONFIG = `require 'rack'
require 'rack/cors'

class Stack
  attr_reader :app
  def initialize(app) = @app = app
  def insert_before(_place, middleware, &block) = @app = middleware.new(@app, &block)
end

class Rails
  class << self
    attr_accessor :middleware
    def application = self
    def config = self
    def logger = nil
  end
end

API = lambda do |env|
  [env['REQUEST_METHOD'] == 'OPTIONS' ? 405 : 200, { 'Content-Type' => 'application/json' }, ['{}']]
end

def site(file)
  Rails.middleware = Stack.new(API)
  load file
  Rails.middleware.app
end

SITES = JSON.parse(File.read('sites.json')).map { |port, file| [port.to_s, site(file)] }.to_h
run(lambda { |env| SITES.fetch(env['puma.socket'].local_address.ip_port.to_s).call(env) })
`;

function sitesJson(sites: readonly CodeSite[]): string {
  return JSON.stringify(sites.map((each) => [each.port, `./${siteName(each)}.rb`]));
}

function pumaConfig(sites: readonly CodeSite[]): string {
  const binds = sites.map(({ port }) => `bind 'tcp://127.0.0.1:${port}'\n`).join('');
  return `${binds}threads 1, 8\nenvironment 'production'\nlog_requests false\nquiet\nsupported_http_methods :any if respond_to?(:supported_http_methods)\n`;
}

/** rack-cors on puma, a port a policy; the initializer is run with a stand-in for Rails. */
export const runner: ServerRunner = {
  target: 'rails',
  packages: ['ruby-rack-cors', 'puma'],
  version: () =>
    printed(
      '/usr/bin/ruby',
      '-e',
      'require "rack/cors/version"; puts "rack-cors/" + Rack::Cors::VERSION',
    ),
  start: (ground) =>
    runCode('rails', ground, {
      files: (sites) => ({
        'config.ru': `require 'json'\n${CONFIG}`,
        'puma.rb': pumaConfig(sites),
        'sites.json': sitesJson(sites),
        ...Object.fromEntries(sites.map((each) => [`${siteName(each)}.rb`, each.code])),
      }),
      command: '/usr/bin/puma',
      args: ['-C', 'puma.rb', 'config.ru'],
    }),
};
