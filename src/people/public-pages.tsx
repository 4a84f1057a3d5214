import { type Context, Hono } from 'hono'
import { instant } from '../dates.ts'
import type { AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { sha256 } from '../id.ts'
import { afterWrite } from '../outbox/deliver.ts'
import { changeToUndo } from './email-store.ts'
import { type UndoReason, undoableUntil, undoEmail } from './undo-email.ts'
import { AddressRestoredPage, UndoAddressPage, UndoRefusedPage } from './views/undo-email.tsx'

type C = Context<AppEnv>

const changeOr404 = async (c: C) => {
  const row = await changeToUndo(c.env.DB, await sha256(c.req.param('token') ?? ''))
  if (!row) throw notFound('link')
  return row
}

const refusedPage = (c: C, reason: UndoReason) => {
  c.status(409)
  return c.render(<UndoRefusedPage reason={reason} council={c.var.council} />, { title: 'The address stays as it is' })
}

/** The link by which an old address undoes a change of address. Opening it changes nothing. */
export const publicAddressPages = new Hono<AppEnv>()
  .get('/undo-address/:token', async (c) => {
    const row = await changeOr404(c)
    if (row.undoneAt) return refusedPage(c, 'already_undone')
    const until = undoableUntil(row.usedAt)
    if (until < instant(c.var.act.now)) return refusedPage(c, 'undo_has_ended')
    return c.render(<UndoAddressPage token={c.req.param('token')} email={row.oldEmail} changedAt={row.usedAt} until={until} />, {
      title: 'Undo the change of address?',
    })
  })
  .post('/undo-address/:token', async (c) => {
    const row = await changeOr404(c)
    const undone = await undoEmail(c.var.act, row)
    if (!undone.ok) return refusedPage(c, undone.reason)
    afterWrite(c)
    return c.render(<AddressRestoredPage email={row.oldEmail} />, { title: 'The address is yours again' })
  })
