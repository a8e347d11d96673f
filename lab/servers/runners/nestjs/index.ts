import { nodeRunner, type Application } from '../../node-apps.js';

/**
 * Nest on Express, its decorators called as the functions that they are. A
 * guard refuses every OPTIONS request, as one that wants a token would.
 */
export const application: Application = ([enableCors = '']) => `import 'reflect-metadata';
import { All, Controller, HttpCode, Module, NotFoundException, Req, UnauthorizedException } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

class Orders {
  all(request) {
    if (request.path.endsWith('/nothing')) throw new NotFoundException();
    if (request.path.endsWith('/boom')) throw new Error('boom');
    return {};
  }
}
const method = [Orders.prototype, 'all', Object.getOwnPropertyDescriptor(Orders.prototype, 'all')];
All('*path')(...method);
HttpCode(200)(...method);
Req()(Orders.prototype, 'all', 0);
Controller()(Orders);
class AppModule {}
Module({ controllers: [Orders] })(AppModule);

export async function listen(port) {
  const app = await NestFactory.create(AppModule, { logger: false });
${enableCors}
  app.useGlobalGuards({
    canActivate(context) {
      if (context.switchToHttp().getRequest().method === 'OPTIONS') throw new UnauthorizedException();
      return true;
    },
  });
  await app.listen(port, '127.0.0.1');
}
`;

export const runner = nodeRunner(
  'nestjs',
  ['@nestjs/core', '@nestjs/platform-express', 'cors'],
  application,
  'ts',
);
