import { Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { together } from '#base/db/read.ts'
import { sayUntil } from '#base/limits/limit.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { mailboxUnsaid } from '#people/accounts/mailbox-store.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { askMailbox } from '#people/claims/ask-mailbox.ts'
import { unlistedForm } from '#people/claims/forms.ts'
import type { RoleOption } from '#schools/schools/role.ts'
import { selectRolesOn } from '#schools/schools/role-store.ts'
import { claimUnlisted } from './claim-unlisted.ts'
import { AsksAs } from './views/claim-form.tsx'
import { askMailboxRefusals, mailboxNotYet, unlistedRefusals } from './views/refusals.tsx'
import { UnlistedAsked } from './views/unlisted-claims.tsx'

const at = '/school/claims/unlisted'

const readRoles = ({ db, now }: Asked) => together({ roles: selectRolesOn(db, londonDay(now)) })

/** `fixedName`: who said that they use a shared mailbox. */
type Asker = { roles: RoleOption[]; name: string | undefined; fixedName: string | undefined }

const send = press({
  at: '/school/claims/unlisted',
  read: readRoles,
  form: (_, { roles }) => unlistedForm(roles),
  filled: ({ name }: Asker) => ({ name }),
  hidden: ({ fixedName }: Asker) => (fixedName ? { name: fixedName } : {}),
  shape: (fields, { fixedName }: Asker) => Object.values(fixedName ? { ...fields, name: <AsksAs name={fixedName} page={at} /> } : fields),
  button: 'Send to the council',
  // From a shared mailbox the one who said who they are asks.
  act: (act, { name, ...setting }, { council }) =>
    claimUnlisted(requireAccount(act), { ...setting, name: act.actor.shared ? (act.actor.name ?? name) : name, council }),
  refused: unlistedRefusals,
  done: 'The council has your request. We have sent you an email that says so.',
  to: '/school',
})

const unlisted = page({
  at,
  read: readRoles,
  also: async (act, _, { c }) => {
    const { name, shared } = act.actor
    if (await mailboxUnsaid(requireAccount(act))) return c.redirect(`/account/mailbox?next=${encodeURIComponent(at)}`, 303)
    return { name, fixedName: shared ? name : undefined, council: c.var.council }
  },
  title: 'My setting is not listed',
  back: { href: '/school/claims/new', text: 'Choose a school from the list' },
  presses: { send },
  show: (asked, forms) => (
    <>
      <UnlistedAsked council={asked.council} />
      {forms.send(asked)}
    </>
  ),
})

const mailbox = question({
  at: '/school/claims/:id/mailbox',
  title: 'Ask the mailbox again',
  back: { href: '/account', text: 'Your account' },
  button: 'Ask the mailbox again',
  act: async (act, _, { part }) => {
    const asked = await askMailbox(requireAccount(act), { claimId: part('id') })
    return !asked.ok && asked.reason === 'link_not_yet' ? { ok: false, refusal: mailboxNotYet(sayUntil(asked.until, act.now)) } : asked
  },
  refused: askMailboxRefusals,
  done: 'The school’s own mailbox is sent a question about you, within an hour if it has just had one.',
  to: '/account',
})

/** Claiming a setting that is not listed, and having a school's mailbox asked once more. */
export const schoolUnlistedPages = withPages(new Hono<AppEnv>(), unlisted, mailbox)
