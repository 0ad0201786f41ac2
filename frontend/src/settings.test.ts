import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

const valid = {
  apiUrl: 'http://127.0.0.1:4566/restapis/a/local/_user_request_/',
  issuer: 'https://issuer.example.com/',
  clientId: 'console',
  local: true,
};

test('addresses lose the slash at their end, and the scopes are the usual ones', () => {
  expect(readSettings(valid)).toEqual({
    apiUrl: 'http://127.0.0.1:4566/restapis/a/local/_user_request_',
    issuer: 'https://issuer.example.com',
    clientId: 'console',
    local: true,
    scope: 'openid orders:read orders:write orders:admin ops:replay',
  });
  expect(readSettings({ ...valid, scope: 'order-api/orders:read' }).scope).toBe(
    'order-api/orders:read',
  );
});

test.each(['apiUrl', 'issuer', 'clientId', 'local'])('says that `%s` is missing', (name) => {
  expect(() => readSettings({ ...valid, [name]: undefined })).toThrow(`/config.json: ${name}`);
});
