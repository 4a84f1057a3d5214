import { type Context, Hono } from 'hono'
import type { AppEnv } from '#base/web/env.ts'
import { mailboxOfCode } from '#people/sign-in/enter-code.ts'
import { codeCookie } from '#people/sign-in/session.ts'
import { type UndoRow, undoableChangeOf } from './email-store.ts'
import { undoableUntil, undoEmail } from './undo-email.ts'
import { AddressRestoredPage, UndoAddressPage, UndoRefusedPage } from './views/undo-email.tsx'

/** The change that took away the address for which somebody has just typed a sign-in code. */
const changeOfMailbox = async (c: Context<AppEnv>): Promise<UndoRow | null> => {
  const email = await mailboxOfCode(c.var.act, codeCookie.read(c))
  return email === undefined ? null : undoableChangeOf(c.var.act, email)
}

/** Undoing a change of address, for whoever signs in with the old one. */
export const publicAddressPages = new Hono<AppEnv>()
  .get('/sign-in/old-address', async (c) => {
    const row = await changeOfMailbox(c)
    if (!row) return c.redirect('/sign-in', 303)
    return c.render(<UndoAddressPage email={row.oldEmail} changedAt={row.usedAt} until={undoableUntil(row.usedAt)} />, {
      title: 'This address was replaced by another',
    })
  })
  .post('/sign-in/old-address', async (c) => {
    const row = await changeOfMailbox(c)
    if (!row) return c.redirect('/sign-in', 303)
    codeCookie.clear(c)
    const undone = await undoEmail(c.var.act, row)
    if (undone.ok) return c.render(<AddressRestoredPage email={row.oldEmail} />, { title: 'The address is yours again' })
    c.status(409)
    return c.render(<UndoRefusedPage reason={undone.reason} council={c.var.council} />, { title: 'The address stays as it is' })
  })
