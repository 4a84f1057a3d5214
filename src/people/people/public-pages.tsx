import { type Context, Hono } from 'hono'
import { instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { mailboxOfCode } from '#people/sign-in/enter-code.ts'
import { codeCookie } from '#people/sign-in/session.ts'
import { changeToUndo, type UndoRow, undoableChangeOf } from './email-store.ts'
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

/** The change that took away the address for which somebody has just typed a sign-in code. */
const changeOfMailbox = async (c: C): Promise<UndoRow | null> => {
  const email = await mailboxOfCode(c.var.act, codeCookie.read(c))
  return email === undefined ? null : undoableChangeOf(c.var.act, email)
}

const askPage = (c: C, row: UndoRow, action: string, signingIn: boolean) =>
  c.render(
    <UndoAddressPage action={action} signingIn={signingIn} email={row.oldEmail} changedAt={row.usedAt} until={undoableUntil(row.usedAt)} />,
    { title: signingIn ? 'This address was replaced by another' : 'Undo the change of address?' },
  )

const undo = async (c: C, row: UndoRow) => {
  const undone = await undoEmail(c.var.act, row)
  if (!undone.ok) return refusedPage(c, undone.reason)
  return c.render(<AddressRestoredPage email={row.oldEmail} />, { title: 'The address is yours again' })
}

/**
 * Undoing a change of address: by the link sent to the old address (opening it changes nothing), or
 * by signing in with it.
 */
export const publicAddressPages = new Hono<AppEnv>()
  .get('/undo-address/:token', async (c) => {
    const row = await changeOr404(c)
    if (row.undoneAt) return refusedPage(c, 'already_undone')
    if (undoableUntil(row.usedAt) < instant(c.var.act.now)) return refusedPage(c, 'undo_has_ended')
    return askPage(c, row, `/undo-address/${c.req.param('token')}`, false)
  })
  .post('/undo-address/:token', async (c) => undo(c, await changeOr404(c)))

  .get('/sign-in/old-address', async (c) => {
    const row = await changeOfMailbox(c)
    return row ? askPage(c, row, '/sign-in/old-address', true) : c.redirect('/sign-in', 303)
  })
  .post('/sign-in/old-address', async (c) => {
    const row = await changeOfMailbox(c)
    if (!row) return c.redirect('/sign-in', 303)
    codeCookie.clear(c)
    return undo(c, row)
  })
