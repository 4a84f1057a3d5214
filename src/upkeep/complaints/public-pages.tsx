import { Hono } from 'hono'
import { pagePaths, pageTitles } from '#base/council/page-text.ts'
import type { AppEnv } from '#base/web/env.ts'
import { question, withPages } from '#base/web/page.tsx'
import { complaintForm } from './forms.ts'
import { sendComplaint } from './send-complaint.ts'
import { complaintRefusals } from './views/refusals.tsx'

const back = { href: pagePaths.complaint, text: 'How to complain' }

const write = question({
  at: '/data-protection-complaint/write',
  title: pageTitles.complaint,
  back,
  form: complaintForm,
  button: 'Send the complaint',
  act: (act, complaint, { id, council }) => sendComplaint(act, { id, ...complaint }, council),
  refused: complaintRefusals,
  done: 'We have your complaint. An email that says what happens next is on its way.',
  to: back.href,
})

/** A complaint about data, without signing in. */
export const publicComplaintPages = withPages(new Hono<AppEnv>(), write)
