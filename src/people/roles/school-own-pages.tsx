import { Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { mapped } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { selectOwnRole } from './dispute-store.ts'
import { disputeForm } from './forms.ts'
import { agreeToRole, raiseDispute, withdrawDispute } from './raise-dispute.ts'
import type { OwnRole } from './school-roles.ts'
import { OwnRoleSaid } from './views/dispute.tsx'
import { ownRefusals } from './views/refusals.tsx'

const record = { href: '/account/record', text: 'Your places and record' }
const readRole = ({ db, part }: Asked) => mapped(selectOwnRole(db, part('role')), (role) => role && { role })

/** To others the role does not exist. */
const ownAct = (act: Act, { role }: { role: OwnRole }) => {
  const { personId, shared } = act.actor
  if (shared || personId !== role.personId) throw notFound('role')
  return { ...act, actor: { ...act.actor, personId } }
}

const agree = press({
  at: '/:role{[0-9a-f]{8}-[0-9a-f-]{27}}/agreement',
  read: readRole,
  button: 'This is right: show them what I attended',
  act: async (act, _, { subject }) => {
    const own = ownAct(act, subject)
    return subject.role.agreed ? ok(undefined) : agreeToRole(own, subject.role)
  },
  refused: ownRefusals,
  done: ({ subject: { role } }) => `${role.school.name} sees what you attended for others.`,
  to: record.href,
})

const dispute = press({
  at: '/:role{[0-9a-f]{8}-[0-9a-f-]{27}}/dispute',
  read: readRole,
  form: disputeForm,
  button: 'This is not right',
  act: (act, { reason }, { subject }) => raiseDispute(ownAct(act, subject), subject.role, reason),
  refused: ownRefusals,
  done: 'The school and the council see that you say this is not right.',
  to: record.href,
})

const withdraw = press({
  at: '/:role{[0-9a-f]{8}-[0-9a-f-]{27}}/dispute/withdraw',
  read: readRole,
  button: [{ text: 'This is right after all', kind: 'secondary' }],
  act: (act, _, { subject }) => withdrawDispute(ownAct(act, subject), subject.role),
  refused: ownRefusals,
  done: 'You no longer say that this is not right.',
  to: record.href,
})

const disputePage = page({
  at: '/:role{[0-9a-f]{8}-[0-9a-f-]{27}}/dispute',
  read: readRole,
  also: async (act, subject) => ({ by: ownAct(act, subject).actor.personId }),
  title: 'A role that is said of you',
  heading: ({ role }) => (role.dispute ? 'You said that this is not right' : role.agreed ? 'Is this still right?' : 'Is this right?'),
  back: record,
  presses: { agree, dispute, withdraw },
  show: ({ role }, forms) => (
    <OwnRoleSaid role={role} agree={forms.agree({ role })} dispute={forms.dispute({ role })} withdraw={forms.withdraw({ role })} />
  ),
})

/** What is said of oneself; mounted at /account/record/roles. */
export const schoolOwnDisputePages = withPages(new Hono<AppEnv>(), disputePage)
