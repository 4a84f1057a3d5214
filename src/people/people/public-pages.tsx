import { type Context, Hono } from 'hono'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { press } from '#base/web/press.tsx'
import { mailboxOfCode } from '#people/sign-in/enter-code.ts'
import { codeCookie } from '#people/sign-in/session.ts'
import { type UndoRow, undoableChangeOf } from './email-store.ts'
import { undoableUntil, undoEmail } from './undo-email.ts'
import { AddressRestoredPage, UndoAddress, UndoRefusedPage } from './views/undo-email.tsx'

const at = '/sign-in/old-address'

/** The change that took away the address for which somebody has just typed a sign-in code. */
const changeOfMailbox = async (c: Context<AppEnv>): Promise<UndoRow | null> => {
  const email = await mailboxOfCode(c.var.act, codeCookie.read(c))
  return email === undefined ? null : undoableChangeOf(c.var.act, email)
}

const undo = press({
  at,
  button: [{ text: 'Undo the change', kind: 'warning' }],
  act: async (act, _, { c, council }) => {
    const row = await changeOfMailbox(c)
    if (!row) return c.redirect('/sign-in', 303)
    codeCookie.clear(c)
    const undone = await undoEmail(act, row)
    if (undone.ok) return c.render(<AddressRestoredPage email={row.oldEmail} />, { title: 'The address is yours again' })
    c.status(409)
    return c.render(<UndoRefusedPage reason={undone.reason} council={council} />, { title: 'The address stays as it is' })
  },
  refused: {},
  to: '/sign-in',
})

const undoing = page({
  at,
  also: async (_, __, { c }) => (await changeOfMailbox(c)) ?? c.redirect('/sign-in', 303),
  title: 'This address was replaced by another',
  presses: { undo },
  show: ({ oldEmail, usedAt }, forms) => (
    <UndoAddress email={oldEmail} changedAt={usedAt} until={undoableUntil(usedAt)} form={forms.undo()} />
  ),
})

/** Undoing a change of address, for whoever signs in with the old one. */
export const publicAddressPages = withPages(new Hono<AppEnv>(), undoing)
