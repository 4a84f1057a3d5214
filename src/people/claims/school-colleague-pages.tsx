import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { text } from '#base/web/form.ts'
import { type ColleagueReason, isLastApprover, type People } from './colleague.ts'
import { readPeople } from './colleague-store.ts'
import { removeForm } from './forms.ts'
import { removeColleague } from './remove-colleague.ts'
import { EndColleaguePage, PeoplePage } from './views/people.tsx'
import { colleagueRefusals } from './views/refusals.tsx'
import { makeApprover, vouchForColleague } from './vouch-colleague.ts'

type C = Context<AppEnv>

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

/** The school's people, for its approvers; 404 for others. */
const peopleFor = async (c: C): Promise<People> => {
  const schoolId = c.req.param('schoolId') ?? ''
  if (!c.var.act.actor.approverSchoolIds.includes(schoolId)) throw notFound('school')
  const people = await readPeople(c.env.DB, schoolId)
  if (!people) throw notFound('school')
  return people
}

const backTo = (people: People) => ({ href: `/school/${people.school.id}`, text: people.school.name })

const showPeople = async (c: C, refusal?: string) => {
  const people = await peopleFor(c)
  return c.render(<PeoplePage people={people} accountId={c.var.act.actor.accountId} refusal={refusal} />, {
    title: `People who act for ${people.school.name}`,
    back: backTo(people),
    hasProblems: refusal !== undefined,
  })
}

const showEnd = async (c: C, does: 'refuse' | 'remove', shown: { reason?: string; problems?: Record<string, string> } = {}) => {
  const people = await peopleFor(c)
  const id = c.req.param('claimId')
  const claim = (does === 'refuse' ? people.waiting : people.acting).find((one) => one.id === id)
  if (!claim) throw notFound('claim')
  const self = claim.accountId === c.var.act.actor.accountId
  if (does === 'refuse' && self) throw notFound('claim')
  return c.render(
    <EndColleaguePage school={people.school} claim={claim} does={does} last={isLastApprover(people, claim.id)} self={self} {...shown} />,
    {
      title: does === 'refuse' ? 'Refuse this request' : 'Remove this person',
      back: { href: `/school/${people.school.id}/people`, text: 'People' },
      hasProblems: shown.problems !== undefined,
    },
  )
}

const refused = (c: C, reason: ColleagueReason) => {
  if (reason === 'no_such_claim') throw notFound('claim')
  c.status(409)
  return showPeople(c, colleagueRefusals[reason])
}

/** Who acts for a school, for its approvers. */
export const schoolColleaguePages = new Hono<AppEnv>()
  .get(`/school/:schoolId{${uuid}}/people`, (c) => showPeople(c))
  .get(`/school/:schoolId{${uuid}}/people/:claimId{${uuid}}/:does{refuse|remove}`, (c) =>
    showEnd(c, c.req.param('does') === 'refuse' ? 'refuse' : 'remove'),
  )
  .post(`/school/:schoolId{${uuid}}/people/:claimId{${uuid}}/:decision{vouch|refuse}`, async (c) => {
    const { school } = await peopleFor(c)
    const decision = c.req.param('decision') === 'vouch' ? 'approve' : 'refuse'
    const done = await vouchForColleague(c.var.act, {
      schoolId: school.id,
      claimId: c.req.param('claimId'),
      decision,
      council: c.var.council,
    })
    if (!done.ok) return refused(c, done.reason)
    flash(c, decision === 'approve' ? 'Approved. The person is sent an email.' : 'Refused. The person is sent an email.')
    return c.redirect(`/school/${school.id}/people`, 303)
  })
  .post(`/school/:schoolId{${uuid}}/people/:claimId{${uuid}}/approver`, async (c) => {
    const { school } = await peopleFor(c)
    const done = await makeApprover(c.var.act, { schoolId: school.id, claimId: c.req.param('claimId') })
    if (!done.ok) return refused(c, done.reason)
    flash(c, 'They may now approve colleagues at the school.')
    return c.redirect(`/school/${school.id}/people`, 303)
  })
  .post(`/school/:schoolId{${uuid}}/people/:claimId{${uuid}}/remove`, async (c) => {
    const people = await peopleFor(c)
    const form = await c.req.parseBody()
    const typed = text(form, 'reason')
    const read = removeForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return showEnd(c, 'remove', { reason: typed, problems: { reason: 'The reason must be 500 characters or fewer' } })
    }
    const claimId = c.req.param('claimId')
    const done = await removeColleague(c.var.act, { schoolId: people.school.id, claimId, ...read.data, council: c.var.council })
    if (!done.ok && done.reason === 'last_approver') {
      c.status(409)
      return showEnd(c, 'remove', { reason: typed, problems: { sure: colleagueRefusals.last_approver } })
    }
    if (!done.ok) return refused(c, done.reason)
    const self = done.value.accountId === c.var.act.actor.accountId
    flash(c, self ? 'You no longer act for the school.' : 'They no longer act for the school. They are sent an email.')
    return c.redirect(self ? '/school' : `/school/${people.school.id}/people`, 303)
  })
