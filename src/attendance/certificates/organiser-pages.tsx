import { Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { mapped } from '#base/db/read.ts'
import { ok, refuse } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { type Asked, afterwards, atField, press } from '#base/web/press.tsx'
import { counted, plural } from '#base/words.ts'
import { type Certificate, mostAtOnce, readNumber } from './certificate.ts'
import { givingForm, givingTyped, revokeForm } from './forms.ts'
import { type Issued, issueAgain, issueNow } from './issue-certificates.ts'
import { revokeCertificate, setCertificates } from './set-certificates.ts'
import { selectOfEvent } from './store.ts'
import { AboutRevoking, EventCertificates } from './views/event.tsx'
import { certificateRefusals } from './views/refusals.tsx'

const pathOf = (code: string): string => `/organiser/events/${code}/certificates`
const toList = ({ part }: Asked): string => pathOf(part('code'))

const readEvent = ({ db, part }: Asked) => selectOfEvent(db, part('code').toUpperCase())

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

const sayIssued = ({ done, left }: Issued): string =>
  done === 0
    ? 'There is nothing to issue: somebody has one already once every register of theirs is closed'
    : `${counted(done, 'certificate')} ${plural(done, 'is', 'are')} issued or corrected${left > 0 ? `; the other ${left} follow within minutes` : ''}`

const issue = press({
  at: '/events/:code/certificates/issue',
  read: readEvent,
  shape: () => <P>At most {mostAtOnce} are issued at once, each with its mail; the others follow within minutes.</P>,
  button: 'Issue now what is ready',
  act: async (act, _, { subject }) => ok(await issueNow(act, subject.id)),
  refused: {},
  done: (_, issued) => sayIssued(issued),
  to: toList,
})

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
  read: readEvent,
  title: 'Certificates',
  wide: true,
  presses: { save, issue, again },
  show: (event, forms, { now }) => (
    <EventCertificates
      at={pathOf(event.code)}
      event={event}
      today={londonDay(now)}
      save={forms.save(event)}
      issue={forms.issue(event)}
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

/** Whether an event gives certificates, and those that it gave. Mounted at /organiser. */
export const organiserCertificatePages = withPages(new Hono<AppEnv>(), all, revoke)
