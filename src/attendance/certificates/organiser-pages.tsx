import { Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import { list } from '#base/list/list.tsx'
import { ok, refuse } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { question, withPages } from '#base/web/page.tsx'
import { type Asked, afterwards, atField } from '#base/web/press.tsx'
import { type EventGiving, readNumber, sayMinutes } from './certificate.ts'
import { givingForm, givingTyped, revokeForm, searchForm } from './forms.ts'
import { issueAgain } from './issue-certificates.ts'
import { day, issue, readEvent, readReady } from './organiser-day-pages.tsx'
import { revokeCertificate, setCertificates } from './set-certificates.ts'
import { certificatesOfEvent, selectOneOfEvent } from './store.ts'
import { AboutCertificate, AboutRevoking, EventCertificates, nextOf } from './views/event.tsx'
import { CertificateState, Hint, PdfLink } from './views/list.tsx'
import { ReadyCertificates } from './views/ready.tsx'
import { certificateRefusals } from './views/refusals.tsx'

const pathOf = (code: string): string => `/organiser/events/${code}/certificates`
const toList = ({ part }: Asked): string => pathOf(part('code'))
const backTo = ({ code }: EventGiving) => ({ href: pathOf(code), text: 'Certificates' })

const all = list({
  at: '/events/:code/certificates',
  ask: ({ query }) => searchForm.parse(query),
  beside: (asked) =>
    mapped(together({ event: readEvent(asked), ready: readReady(asked) }), ({ event, ready }) => event && ready && { event, ready }),
  title: 'Certificates',
  rows: ({ part, q }) => certificatesOfEvent(part('code').toUpperCase(), q),
  of: ['certificate', 'certificates'],
  cards: 'flow',
  presses: { issue },
  columns: [
    {
      name: 'Name',
      cell: ({ name, schoolName }) => (
        <>
          {name || 'Name erased'}
          <Hint>{schoolName}</Hint>
        </>
      ),
    },
    {
      name: 'Attended',
      cell: (certificate, { act }) => (
        <>
          {sayMinutes(certificate)} <CertificateState certificate={certificate} today={londonDay(act.now)} />
        </>
      ),
    },
    { name: 'Correct', cell: (certificate, { event }) => nextOf(certificate, pathOf(event.code)) },
    { name: 'Number and PDF', cell: (certificate) => <PdfLink certificate={certificate} /> },
  ],
  above: ({ event, ready, act, q, total, isAll }, forms) => (
    <EventCertificates
      at={pathOf(event.code)}
      event={event}
      ready={<ReadyCertificates ready={ready} issue={forms.issue({ ready, now: act.now })} />}
      q={q}
      searchable={q !== '' || total > 10 || !isAll}
    />
  ),
  none: ({ q }) => (q ? 'No certificate matches.' : 'None yet.'),
})

const settings = question({
  at: '/events/:code/certificates/settings',
  read: readEvent,
  title: 'When this event gives certificates',
  back: backTo,
  form: givingForm,
  filled: givingTyped,
  hidden: ({ version }) => ({ version: String(version) }),
  button: 'Save',
  act: (act, { version, ...giving }, { subject }) => setCertificates(act, { ...subject, version }, giving),
  refused: atField('isOn', { stale: certificateRefusals.stale }),
  done: ({ values }) => (values.isOn ? 'Saved. The event gives certificates' : 'Saved. The event gives no certificates'),
  to: toList,
})

const readOne = (asked: Asked) =>
  mapped(
    together({
      event: readEvent(asked),
      certificate: selectOneOfEvent(asked.db, asked.part('code').toUpperCase(), readNumber(asked.part('number')) ?? ''),
    }),
    ({ event, certificate }) => event && certificate && { event, certificate },
  )

const again = question({
  at: '/events/:code/certificates/:number/again',
  read: readOne,
  title: 'Issue a certificate again',
  back: ({ event }) => backTo(event),
  above: AboutCertificate,
  button: 'Issue it again, under another number',
  act: async (act, _, { subject: { event, certificate } }) =>
    (await issueAgain(act, event.id, certificate.id)) ? ok(undefined) : refuse('not_issued'),
  refused: afterwards({ not_issued: 'Nothing was issued: look at the list to see what became of it' }),
  done: 'Issued again, under another number',
  to: toList,
})

const revoke = question({
  at: '/events/:code/certificates/:number/revoke',
  read: readOne,
  title: 'Revoke a certificate',
  back: ({ event }) => backTo(event),
  above: AboutRevoking,
  form: revokeForm,
  button: [{ text: 'Revoke it', kind: 'warning' }],
  act: (act, { words }, { subject }) => revokeCertificate(act, subject.certificate, words),
  refused: atField('words', { ended_already: certificateRefusals.ended_already }),
  done: 'Revoked. Whoever checks its number is told so',
  to: toList,
})

/** The day of an event, and its certificates. Mounted at /organiser. */
export const organiserCertificatePages = withPages(new Hono<AppEnv>(), all, settings, again, revoke, day)
