import { Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { londonDay, sayDay } from '#base/dates.ts'
import { given, mapped, together } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { press } from '#base/web/press.tsx'
import { toSettings } from '#base/web/sections.ts'
import { decideOnRun, proposeRun, setPeriod } from './decide-run.ts'
import { decisionForm, endForm, holdForm, monthsForm, proposeForm, reviewForm } from './forms.ts'
import { selectHolds, selectNameToHold } from './hold-store.ts'
import { endHold, placeHold, reviewHold } from './place-hold.ts'
import { type ClassState, classWords, dueBefore, type HoldRow, isRunClass, type RunRow } from './record.ts'
import { countDue, readRetention, selectMonths } from './retention-store.ts'
import { selectOpenRequests } from './subject-store.ts'
import { sayHeld } from './views/holds.tsx'
import { holdRefusals, runRefusals } from './views/refusals.tsx'
import { CheckedPeriod, PeriodReason, RecordsPage } from './views/retention.tsx'

const uuid = '{[0-9a-f]{8}-[0-9a-f-]{27}}'
const records = { href: '/organiser/records', text: 'Keeping and deleting' }
const ended = 'The hold has been ended'

const propose = press({
  at: '/runs',
  form: proposeForm,
  hidden: ({ class: of }: ClassState) => ({ class: of }),
  button: ({ class: of }) => [{ text: 'Propose', of: `to destroy: ${classWords[of]}`, kind: 'secondary' }],
  act: (act, { class: of }) => proposeRun(act, of),
  refused: runRefusals,
  done: 'Proposed. Nothing goes until somebody else approves it.',
  to: records.href,
})

const decide = press({
  at: `/runs/:id${uuid}`,
  form: decisionForm,
  button: ({ own }: RunRow & { own: boolean }) => [
    ...(own ? [] : [{ text: 'Approve: destroy them', name: 'decision', value: 'approved', kind: 'warning' } as const]),
    { text: own ? 'Take back' : 'Refuse', name: 'decision', value: 'refused', kind: 'secondary' },
  ],
  act: (act, { decision }, { part }) => decideOnRun(act, part('id'), decision),
  refused: runRefusals,
  done: ({ values }) => (values.decision === 'approved' ? 'Approved. It is done in pieces from now on.' : 'Refused. Nothing is destroyed.'),
  to: records.href,
})

const review = press({
  at: `/holds/:id${uuid}/review`,
  form: (now) => reviewForm(londonDay(now)),
  button: (hold: HoldRow) => [{ text: 'Reviewed', of: `: ${sayHeld(hold)}`, kind: 'secondary' }],
  act: (act, { reviewOn }, { part }) => reviewHold(act, part('id'), reviewOn),
  refused: { changed: ended },
  done: 'Reviewed.',
  to: records.href,
})

const home = page({
  at: '/',
  read: ({ db }) => together({ holds: selectHolds(db), requests: selectOpenRequests(db) }),
  also: ({ db, now }) => readRetention(db, now),
  title: 'Keeping and deleting',
  back: toSettings,
  wide: true,
  presses: { propose, decide, review },
  show: (subject, forms, { act }) => (
    <RecordsPage
      {...subject}
      forms={forms}
      today={londonDay(act.now)}
      accountId={act.actor.accountId}
      administrator={hasRole(act.actor, 'administrator')}
    />
  ),
})

const place = question({
  at: '/holds/new',
  read: ({ db, query }) => selectNameToHold(db, query['person'] ?? ''),
  title: 'Place a legal hold',
  heading: ({ name }) => (name === null ? 'Place a legal hold' : `Place a legal hold on everything of ${name}`),
  back: ({ name, id }) => (name === null ? records : { href: `${records.href}/people/${id}`, text: 'What is stored about the person' }),
  above: () => (
    <P>
      What is held is not destroyed, whatever is due or asked, until an administrator ends the hold: for an inquiry, a complaint or a claim.
      It goes before a request to be erased (UK GDPR, Article 17(3)).
    </P>
  ),
  form: (now, { name }) => holdForm(londonDay(now), name === null),
  hidden: ({ name, id }) => (name === null ? {} : { scope: 'person', person: id }),
  button: 'Place the hold',
  act: (act, hold) => placeHold(act, hold),
  refused: holdRefusals,
  done: 'It is held: nothing of it is destroyed until somebody ends the hold.',
  to: records.href,
})

const end = question({
  at: `/holds/:id${uuid}/end`,
  read: ({ db, part }) => mapped(selectHolds(db), (holds) => holds.find(({ id }) => id === part('id'))),
  title: 'End a legal hold',
  heading: 'End this legal hold?',
  back: records,
  above: (hold) => (
    <>
      <P>
        <strong class="muster-break">{sayHeld(hold)}</strong>, held since {sayDay(hold.createdAt)}
        {hold.createdBy ? ` by ${hold.createdBy}` : ''}: <span class="muster-break">{hold.reason}</span>
      </P>
      <P>
        What it keeps can then be destroyed when it is due, or when somebody asks to be erased, unless another hold keeps it. Ending cannot
        be undone; the same can be held again.
      </P>
    </>
  ),
  form: endForm,
  button: [{ text: 'End the hold', kind: 'warning' }],
  or: { ...records, text: 'Go on holding it' },
  act: (act, { why }, { part }) => endHold(act, part('id'), why),
  refused: { changed: { after: ended } },
  gone: ended,
  done: 'The hold is ended.',
  to: records.href,
})

const period = question({
  at: '/periods/:class',
  read: ({ db, part }) => {
    const of = part('class')
    return isRunClass(of) ? mapped(selectMonths(db), (months) => ({ of, months: months[of] })) : given(undefined)
  },
  title: 'How long records are kept',
  heading: ({ of }) => classWords[of],
  back: records,
  above: ({ of }) => <PeriodReason of={of} />,
  form: (_, { of }) => monthsForm(of),
  filled: ({ months }) => ({ months: String(months) }),
  preview: async ({ months }, { of }, { db, now }) => {
    const [{ classes }, due] = await Promise.all([readRetention(db, now), countDue(db, of, dueBefore(of, months, now))])
    const state = classes.find((one) => one.class === of)
    return state && <CheckedPeriod state={state} months={months} due={due} />
  },
  previewFirst: true,
  button: 'Save',
  act: (act, { months }, { subject }) => setPeriod(act, subject.of, months),
  refused: runRefusals,
  done: 'The period is set.',
  to: records.href,
})

/** What is due for destruction and what is held; mounted at /organiser/records. */
export const organiserRecordsPages = withPages(new Hono<AppEnv>(), home, place, end, period)
