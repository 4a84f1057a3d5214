import { Hono } from 'hono'
import { sayChanged } from '#base/changed.ts'
import { londonDay } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { selectEventByCode } from '#events/events/store.ts'
import { selectRoleHolders } from '#people/accounts/role-store.ts'
import { versionOf } from './access.ts'
import { selectMatter } from './access-store.ts'
import { answerAccess, giveAccess } from './answer-access.ts'
import { accessAnswerForm, accessOwnerForm } from './forms.ts'
import { MatterFacts } from './views/access.tsx'

const at = '/:code/needs/access/:matter{[0-9a-f]{8}-[0-9a-f-]{27}}'

const read = ({ db, now, part }: Asked) =>
  mapped(
    together({
      event: selectEventByCode(db, part('code'), now),
      matter: selectMatter(db, now, part('code'), part('matter')),
      holders: selectRoleHolders(db),
    }),
    ({ event, matter, holders }) => {
      const staff = new Map(
        holders
          .filter(({ role }) => role === 'organiser' || role === 'administrator')
          .map(({ accountId, name, email }) => [accountId, { accountId, name: name ?? email }]),
      )
      return event && matter && { event, matter, people: [...staff.values()] }
    },
  )

const toNeeds = ({ part }: Asked): string => `/organiser/events/${part('code')}/needs`
const refused = { changed: sayChanged('This has') }

const answer = press({
  at,
  read,
  form: accessAnswerForm,
  filled: ({ matter }) => ({ answer: matter.answer, done: matter.answeredAt === null ? '' : matter.doneAt === null ? 'no' : 'yes' }),
  hidden: ({ matter }) => ({ seen: versionOf(matter) }),
  button: 'Save the answer',
  act: (act, typed, { subject, field }) =>
    answerAccess(act, subject.event, subject.matter, { answer: typed.answer, isDone: typed.done === 'yes', seen: field('seen') }),
  refused,
  done: (_, { mailed }) => (mailed ? 'Saved. An email says that the answer is on their page.' : 'Saved. No email was sent.'),
  to: toNeeds,
})

const give = press({
  at: `${at}/owner`,
  read,
  form: (_, { people }) => accessOwnerForm(people),
  filled: ({ matter }) => ({ owner: matter.ownerId ?? '' }),
  button: [{ text: 'Save who answers', kind: 'secondary' }],
  act: (act, { owner }, { subject }) => giveAccess(act, subject.event, subject.matter, owner || null),
  refused,
  done: 'Saved.',
  to: toNeeds,
})

const matter = page({
  at,
  read,
  title: 'An access need',
  caption: ({ event }) => event.title,
  back: ({ event }) => ({ href: `/organiser/events/${event.code}/needs`, text: 'Food and access' }),
  presses: { answer, give },
  show: (subject, forms, { now }) => (
    <MatterFacts {...subject} today={londonDay(now)} answer={forms.answer(subject)} give={forms.give(subject)} />
  ),
})

/** Stated access, one matter each. Mounted at /organiser/events. */
export const organiserAccessPages = withPages(new Hono<AppEnv>(), matter)
