import 'reflect-metadata';
import { Body, Controller, Module, Put } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

class Orders {
  put(body: unknown): object {
    return { got: body };
  }
}
// Decorators, called as the functions that they are.
const method = Object.getOwnPropertyDescriptor(Orders.prototype, 'put')!;
Put('orders')(Orders.prototype, 'put', method);
Body()(Orders.prototype, 'put', 0);
Controller()(Orders);
class AppModule {
  readonly controllers = [Orders];
}
Module({ controllers: [Orders] })(AppModule);

export const app = await NestFactory.create(AppModule, { logger: false });
app.enableCors({ origin: ['https://app.example.com'], methods: ['PUT'] });
