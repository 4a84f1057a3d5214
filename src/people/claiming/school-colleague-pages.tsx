import { Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { mapped } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import {
  type Colleague,
  isLastApprover,
  nameOf,
  type OneColleague,
  type Right,
  rights,
  rightsOf,
  sayMay,
} from '#people/claims/colleague.ts'
import { selectPeople } from '#people/claims/colleague-store.ts'
import { removeForm } from '#people/claims/forms.ts'
import { removeColleague } from './remove-colleague.ts'
import { Colleagues, ColleagueToEnd } from './views/people.tsx'
import { colleagueRefusals, decided, rightRefusals } from './views/refusals.tsx'
import { setRight, vouchForColleague } from './vouch-colleague.ts'

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const at = `/school/:schoolId{${uuid}}/people`
const home = ({ part }: Asked): string => `/school/${part('schoolId')}/people`
const which = (part: Asked['part']) => ({ schoolId: part('schoolId'), claimId: part('claimId') })

const readPeople = ({ db, part }: Asked) => selectPeople(db, part('schoolId'))

/** For its approvers alone: to others there is no such school. */
const forApprover = async ({ actor }: Act, part: Asked['part']) => {
  if (!actor.approverSchoolIds.includes(part('schoolId'))) throw notFound('school')
  return { accountId: actor.accountId }
}

const vouch = press({
  at: `${at}/:claimId{${uuid}}/vouch`,
  button: (one: Colleague) => [{ text: 'Approve', of: nameOf(one) }],
  act: (act, _, { part, council }) => vouchForColleague(act, { ...which(part), decision: 'approve', council }),
  refused: colleagueRefusals,
  done: decided.approve,
  to: home,
})

const right = press({
  at: `${at}/:claimId{${uuid}}/rights`,
  button: (one: Colleague) =>
    rightsOf(one).map((value) => {
      const [name, text] = one[value] === 1 ? ['take', rights[value].take] : ['give', rights[value].give]
      return { text, name, value, of: nameOf(one), kind: 'secondary' as const }
    }),
  act: async (act, _, { part, field, council }) => {
    const given = field('give') === '' ? 0 : 1
    const named = field(given ? 'give' : 'take')
    if (!Object.hasOwn(rights, named)) throw notFound('page')
    return setRight(act, { ...which(part), right: named as Right, given, council })
  },
  refused: rightRefusals,
  done: (_, one) => `They may now ${sayMay(one)}.`,
  to: home,
})

const all = page({
  at,
  read: readPeople,
  also: (act, _, { part }) => forApprover(act, part),
  title: ({ school }) => `Who can book for ${school.name}`,
  caption: ({ school }) => [school.town, school.urn ? `URN ${school.urn}` : ''].filter(Boolean).join(', '),
  back: ({ school }) => ({ href: `/school/${school.id}`, text: school.name }),
  presses: { vouch, right },
  show: (people, forms) => (
    <Colleagues {...people} vouch={(one) => forms.vouch(one, { claimId: one.id })} right={(one) => forms.right(one, { claimId: one.id })} />
  ),
})

/** What there is to know of one colleague on the page that ends what they asked for or have. */
const ending = (state: 'waiting' | 'acting') => ({
  read: (asked: Asked) =>
    mapped(readPeople(asked), (people) => {
      const colleague = people?.[state].find(({ id }) => id === asked.part('claimId'))
      return people && colleague && { school: people.school, one: colleague, last: isLastApprover(people, colleague.id) }
    }),
  also: async (act: Act, { one }: { one: Colleague }, { part }: Asked) => {
    const { accountId } = await forApprover(act, part)
    const self = one.accountId === accountId
    if (self && state === 'waiting') throw notFound('claim')
    return { self }
  },
  back: ({ school }: OneColleague) => ({ href: `/school/${school.id}/people`, text: 'People' }),
})

const ended = {
  or: ({ school }: OneColleague) => ({ href: `/school/${school.id}/people`, text: 'Change nothing' }),
  refused: { ...colleagueRefusals, already_decided: { after: colleagueRefusals.already_decided } },
}

const refuse = press({
  at: `${at}/:claimId{${uuid}}/refuse`,
  ...ended,
  button: [{ text: 'Refuse', kind: 'warning' }],
  act: (act, _, { part, council }) => vouchForColleague(act, { ...which(part), decision: 'refuse', council }),
  done: decided.refuse,
  to: home,
})

const refusing = page({
  at: `${at}/:claimId{${uuid}}/refuse`,
  ...ending('waiting'),
  title: 'Refuse this request',
  heading: ({ one }) => `Refuse ${nameOf(one)}?`,
  presses: { refuse },
  show: (colleague, forms) => (
    <ColleagueToEnd {...colleague} form={forms.refuse(colleague)}>
      Their request is refused, and so are the places that they asked for. They are told by email.
    </ColleagueToEnd>
  ),
})

const remove = press({
  at: `${at}/:claimId{${uuid}}/remove`,
  ...ended,
  form: removeForm,
  shape: ({ reason, sure }, { last }) => (last ? [reason, sure] : reason),
  button: ({ self }) => [{ text: self ? 'Stop booking for the school' : 'Remove', kind: 'warning' }],
  act: (act, { reason, sure }, { part, council }) => removeColleague(act, { ...which(part), reason, sure: sure === 'yes', council }),
  done: (_, { self }) =>
    self ? 'You can no longer book for the school.' : 'They can no longer book for the school. They are sent an email.',
  to: (asked, removed) => (removed?.self ? '/school' : home(asked)),
})

const removing = page({
  at: `${at}/:claimId{${uuid}}/remove`,
  ...ending('acting'),
  title: 'Remove this person',
  heading: ({ one, self }) => (self ? 'Stop booking for the school?' : `Remove ${nameOf(one)}?`),
  presses: { remove },
  show: (colleague, forms) => (
    <ColleagueToEnd {...colleague} form={forms.remove(colleague)}>
      {colleague.self ? 'You' : 'They'} can no longer book for the school or see what it has booked, at once. Places that were booked stay
      booked. {colleague.self ? 'You are' : 'They are'} told by email. An organiser at the council can put it right.
    </ColleagueToEnd>
  ),
})

/** Who acts for a school, for its approvers. */
export const schoolColleaguePages = withPages(new Hono<AppEnv>(), all, refusing, removing)
