import { Hono } from 'hono'
import { files } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { withPages } from '#base/web/page.tsx'
import { fileName, registerColumns, registerRows } from './csv.ts'
import { registerTitle } from './register.ts'
import { readRegister, selectRegister } from './register-store.ts'

const register = files({
  at: '/:sessionId/register',
  ahead: ({ db, part }) => ({ found: selectRegister(db, part('sessionId')) }),
  find: (act, { part }) => readRegister(act.db, act.actor, part('sessionId')),
  title: ({ session }) => registerTitle(session),
  whole: { rows: (register) => registerRows(register) },
  columns: registerColumns,
  file: {
    name: (register) => fileName(register),
    log: ({ session, people }) => ({
      act: 'register.exported',
      subject: ['session', session.id],
      eventId: session.eventId,
      after: { people: people.length },
    }),
  },
})

/** The whole register with addresses, for organisers only; 404 for door staff. */
export const organiserRegisterPages = withPages(new Hono<AppEnv>(), register)
