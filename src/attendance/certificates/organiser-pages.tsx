import { Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import { ok, refuse } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { type Asked, afterwards, atField, press } from '#base/web/press.tsx'
import { type Certificate, readNumber } from './certificate.ts'

import { givingForm, givingTyped, revokeForm } from './forms.ts'
import { issueAgain } from './issue-certificates.ts'
import { day, issue, readEvent, readReady } from './organiser-day-pages.tsx'
import { revokeCertificate, setCertificates } from './set-certificates.ts'
import { AboutRevoking, EventCertificates } from './views/event.tsx'
import { ReadyCertificates } from './views/ready.tsx'
import { certificateRefusals } from './views/refusals.tsx'

const pathOf = (code: string): string => `/organiser/events/${code}/certificates`
const toList = ({ part }: Asked): string => pathOf(part('code'))

const readOne = (asked: Asked) =>
  mapped(readEvent(asked), (event) => {
    const certificate = event?.certificates.find(({ number }) => number === readNumber(asked.part('number')))
    return event && certificate && { event, certificate }
  })

const save = press({
  at: '/events/:code/certificates',
  read: readEvent,
  form: givingForm,
  filled: givingTyped,
  hidden: ({ version }) => ({ version: String(version) }),
  button: [{ text: 'Save', kind: 'secondary' }],
  act: (act, { version, ...giving }, { subject }) => setCertificates(act, { ...subject, version }, giving),
  refused: atField('isOn', { stale: certificateRefusals.stale }),
  done: ({ values }) => (values.isOn ? 'Saved. The event gives certificates' : 'Saved. The event gives no certificates'),
  to: toList,
})

const readWithReady = (asked: Asked) =>
  mapped(together({ event: readEvent(asked), ready: readReady(asked) }), ({ event, ready }) => event && ready && { event, ready })

const again = press({
  at: '/events/:code/certificates/:number/again',
  read: readOne,
  button: ({ name }: Pick<Certificate, 'name'>) => [{ text: 'Issue again', of: `that of ${name}`, kind: 'secondary' }],
  act: async (act, _, { subject: { event, certificate } }) =>
    (await issueAgain(act, event.id, certificate.id)) ? ok(undefined) : refuse('not_issued'),
  refused: afterwards({ not_issued: 'Nothing was issued: look at the list to see what became of it' }),
  done: 'Issued again, under another number',
  to: toList,
})

const all = page({
  at: '/events/:code/certificates',
  read: readWithReady,
  title: 'Certificates',
  wide: true,
  presses: { save, issue, again },
  show: ({ event, ready }, forms, { now, isAgain }) => (
    <EventCertificates
      at={pathOf(event.code)}
      event={event}
      today={londonDay(now)}
      save={forms.save(event)}
      isAgain={isAgain}
      ready={<ReadyCertificates ready={ready} issue={forms.issue({ ready, now })} />}
      again={(certificate) => forms.again(certificate, { number: certificate.number })}
    />
  ),
})

const revoke = question({
  at: '/events/:code/certificates/:number/revoke',
  read: readOne,
  title: 'Revoke a certificate',
  back: ({ event }) => ({ href: pathOf(event.code), text: 'Certificates' }),
  above: AboutRevoking,
  form: revokeForm,
  button: [{ text: 'Revoke it', kind: 'warning' }],
  act: (act, { words }, { subject }) => revokeCertificate(act, subject.certificate, words),
  refused: atField('words', { ended_already: certificateRefusals.ended_already }),
  done: 'Revoked. Whoever checks its number is told so',
  to: toList,
})

/** The day of an event, and its certificates. Mounted at /organiser. */
export const organiserCertificatePages = withPages(new Hono<AppEnv>(), all, revoke, day)
