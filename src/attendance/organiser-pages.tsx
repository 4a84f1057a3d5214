import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { csvHeaders } from '../web/csv.ts'
import { only, recentlyProven } from '../web/guard.ts'
import { csvName, registerCsv } from './csv.ts'
import { exportRegister } from './export-register.ts'

/** The whole register with addresses, for organisers alone; to the people at the door it does not exist. */
export const organiserRegisterPages = new Hono<AppEnv>().get(
  '/:sessionId/register.csv',
  only('administrator', 'organiser'),
  recentlyProven,
  async (c) => {
    const exported = await exportRegister(c.var.act, c.req.param('sessionId'))
    if (!exported.ok) throw notFound('register')
    return c.body(registerCsv(exported.value), 200, csvHeaders(csvName(exported.value)))
  },
)
