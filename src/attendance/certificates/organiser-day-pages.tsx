// The day of an event, and the press that issues its certificates.
import { londonDay } from '#base/dates.ts'
import { mapped, type Read, readTogether } from '#base/db/read.ts'
import { ok } from '#base/result.ts'
import { page } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { counted, plural } from '#base/words.ts'
import { bookingState } from '#events/events/event.ts'
import { eventAndReach } from '#events/events/list-store.ts'
import { selectArrived } from '#events/overview/picture-store.ts'
import { selectGround } from './due-store.ts'
import { type Issued, issueNow } from './issue-certificates.ts'
import { type Ready, readyOf, sayAutomatic, sayIssue } from './ready.ts'
import { selectGiving } from './store.ts'
import { EventDayPage } from './views/event-day.tsx'
import { ReadyCertificates } from './views/ready.tsx'

export const readEvent = ({ db, part }: Asked) => selectGiving(db, part('code').toUpperCase())

/** What can be issued of the event of the address, with all that decides it. */
export const readReady = ({ db, part, now }: Asked): Read<Ready | undefined> =>
  mapped(selectGround(db, part('code').toUpperCase()), (ground) => ground && readyOf(ground, londonDay(now)))

const sayIssued = ({ done, left }: Issued): string => {
  if (done > 0)
    return `${counted(done, 'certificate')} ${plural(done, 'is', 'are')} issued or corrected${left > 0 ? `; the other ${left} follow within minutes` : ''}`
  return left > 0 ? 'Nothing was issued: a register or a record changed meanwhile' : 'No certificate is ready to issue'
}

/** On every page that shows what is ready. */
export const issue = press({
  at: '/events/:code/certificates/issue',
  read: readEvent,
  shape: (_, { ready, now }: { ready: Ready; now: Date }) => <P>{sayAutomatic(ready, now)}</P>,
  button: ({ ready }) => sayIssue(ready),
  act: async (act, _, { subject }) => ok(await issueNow(act, subject.id)),
  refused: {},
  done: (_, issued) => sayIssued(issued),
  to: ({ part }) => `/organiser/events/${part('code')}/certificates`,
})

/** The day of an event: check-in, what is signed off, and the certificates that follow. */
export const day = page({
  at: '/events/:code/day',
  find: async (act, asked) => {
    const code = asked.part('code')
    const [found, { arrived, ready }] = await Promise.all([
      eventAndReach(act.db, code, act.now),
      readTogether(act.db, { arrived: selectArrived(act.db, code), ready: readReady(asked) }),
    ])
    return found && ready && { ...found, arrived, ready }
  },
  title: ({ event }) => `The day: ${event.title}`,
  ownHeading: true,
  wide: true,
  presses: { issue },
  show: ({ event, signedOff, arrived, ready }, forms, { now }) => (
    <EventDayPage
      event={event}
      signedOff={signedOff}
      over={bookingState(event, event.taken, now) === 'over'}
      arrived={arrived}
      certificates={<ReadyCertificates ready={ready} issue={forms.issue({ ready, now })} />}
    />
  ),
})
