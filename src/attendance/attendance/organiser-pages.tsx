import { Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import { csvHeaders } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { csvName, registerCsv } from './csv.ts'
import { exportRegister } from './export-register.ts'

/** The whole register with addresses, for organisers only; 404 for door staff. */
export const organiserRegisterPages = new Hono<AppEnv>().get('/:sessionId/register.csv', async (c) => {
  const exported = await exportRegister(c.var.act, c.req.param('sessionId'))
  if (!exported.ok) throw notFound('register')
  return c.body(registerCsv(exported.value), 200, csvHeaders(csvName(exported.value)))
})
