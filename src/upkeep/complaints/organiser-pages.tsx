import { Hono } from 'hono'
import { londonDay, sayDay } from '#base/dates.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { toSettings } from '#base/web/sections.ts'
import { acknowledgeComplaint, answerComplaint } from './answer-complaint.ts'
import { complaintAnswerForm, recordedComplaintForm } from './forms.ts'
import { recordComplaint } from './send-complaint.ts'
import { selectComplaint, selectComplaints } from './store.ts'
import { ComplaintPage, ComplaintsPage } from './views/complaints.tsx'
import { answerRefusals, recordRefusals } from './views/refusals.tsx'

const complaints = { href: '/organiser/complaints', text: 'Complaints about data' }
const at = '/:id{[0-9a-f]{8}-[0-9a-f-]{27}}'
const readOne = ({ db, part }: Asked) => selectComplaint(db, part('id'))
const toOne = ({ part }: Asked): string => `${complaints.href}/${part('id')}`

const acknowledge = press({
  at: `${at}/acknowledged`,
  read: readOne,
  button: [{ text: 'Acknowledged another way', kind: 'secondary' }],
  act: (act, _, { part }) => acknowledgeComplaint(act, part('id')),
  refused: answerRefusals,
  done: 'Noted.',
  to: toOne,
})

const answer = press({
  at: `${at}/answer`,
  read: readOne,
  form: complaintAnswerForm,
  button: 'Answer and close',
  act: (act, typed, { subject, council }) => answerComplaint(act, subject, typed, council),
  refused: answerRefusals,
  done: (_, { mailed }) => (mailed ? 'The answer is on its way. The complaint is closed.' : 'The complaint is closed. Nobody was emailed.'),
  to: toOne,
})

const record = question({
  at: '/new',
  title: 'Record a complaint about data',
  back: complaints,
  form: (now) => recordedComplaintForm(londonDay(now)),
  button: 'Record the complaint',
  act: (act, complaint, { id, council }) => recordComplaint(act, { id, ...complaint }, council),
  refused: recordRefusals,
  done: (_, { mailed }) =>
    mailed
      ? 'Recorded. An email that acknowledges it is on its way.'
      : 'Recorded. Nobody was emailed: acknowledge it by post or telephone.',
  to: complaints.href,
})

const list = page({
  at: '/',
  read: ({ db }) => selectComplaints(db),
  title: complaints.text,
  back: toSettings,
  show: (found, _, { now }) => <ComplaintsPage {...found} today={londonDay(now)} />,
})

const one = page({
  at,
  read: readOne,
  title: 'Complaint about data',
  heading: ({ receivedAt }) => `Complaint of ${sayDay(receivedAt)}`,
  back: complaints,
  presses: { acknowledge, answer },
  show: (complaint, forms, { now }) => <ComplaintPage complaint={complaint} forms={forms} today={londonDay(now)} />,
})

/** Complaints about data, for administrators; mounted at /organiser/complaints. */
export const organiserComplaintPages = withPages(new Hono<AppEnv>(), list, record, one)
