import { sayInstant } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import type { CalendarEntry, LiveFeed, OwnFeeds } from '../feed.ts'
import { AddToCalendar, SubscribeToAll } from './add.tsx'

/** What can be done about one address. `of`: whose places, for those who hear the page. */
const FeedActions = ({ at, feed, of }: { at: string; feed: LiveFeed | undefined; of: string }) => {
  const hidden = <span class="govuk-visually-hidden"> for {of}</span>
  if (!feed)
    return (
      <form method="post" action={at}>
        <input type="hidden" name="seen" value="" />
        <Button kind="secondary">Make an address{hidden}</Button>
      </form>
    )
  return (
    <>
      <p class="govuk-body">
        There is an address, made on {sayInstant(feed.createdAt)}. We keep no copy of it, so we cannot show it again.
      </p>
      <ul class="govuk-list govuk-!-margin-bottom-6">
        <li>
          <a class="govuk-link" href={`${at}/new`}>
            Make a new address{hidden}
          </a>
        </li>
        <li>
          <a class="govuk-link" href={`${at}/end`}>
            End the address{hidden}
          </a>
        </li>
      </ul>
    </>
  )
}

const Secret = () => (
  <p class="govuk-body">
    Whoever has such an address sees what is in it, without signing in. Give it to your calendar program and to nobody else. If somebody
    else may have it, make a new one: the old one then ends at once.
  </p>
)

/** The calendars of an account. */
export const AccountCalendarPage = ({ feeds, own, publicFeed }: { feeds: OwnFeeds; own: boolean; publicFeed: string }) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <h1 class="govuk-heading-l">Calendars to subscribe to</h1>
      <p class="govuk-body">
        A calendar that you subscribe to keeps itself up to date: what moves, moves there, and what is cancelled goes. How soon depends on
        your calendar program, which may look only once a day.
      </p>
      <Secret />
      {own ? (
        <>
          <h2 class="govuk-heading-m">Your own places</h2>
          <p class="govuk-body">Everything that you have a place at, with the links to join.</p>
          <FeedActions at="/account/calendar/own" feed={feeds.person} of="your own places" />
        </>
      ) : null}
      {feeds.schools.map((school) => (
        <>
          <h2 class="govuk-heading-m muster-break">Places of {schoolLabel(school)}</h2>
          <p class="govuk-body">
            Every event at which the school has places, and how many. There are no names in it, but a link to the booking. It works as long
            as you act for the school.
          </p>
          <FeedActions at={`/account/calendar/${school.id}`} feed={school.feed} of={schoolLabel(school)} />
        </>
      ))}
      <h2 class="govuk-heading-m">All published events</h2>
      <SubscribeToAll feed={publicFeed} />
    </div>
  </div>
)

/** The address, this once. */
export const MadePage = ({ address, back }: { address: string; back: { href: string; text: string } }) => {
  const webcal = address.replace(/^https?:/, 'webcal:')
  return (
    <div class="govuk-grid-row">
      <div class="govuk-grid-column-two-thirds">
        <h1 class="govuk-heading-l">The address of your calendar</h1>
        <div class="govuk-inset-text">Copy it now. We keep no copy of it, so this page is the only one that shows it.</div>
        <div class="govuk-form-group">
          <label class="govuk-label govuk-label--s" for="address">
            Address
          </label>
          <textarea class="govuk-textarea" id="address" rows={3} readonly>
            {address}
          </textarea>
        </div>
        <h2 class="govuk-heading-m">Where it goes</h2>
        <ul class="govuk-list govuk-list--bullet">
          <li>
            On this device:{' '}
            <a class="govuk-link" href={webcal}>
              open it in your calendar program
            </a>
            .
          </li>
          <li>Outlook: Add calendar, then Subscribe from web, and paste the address.</li>
          <li>
            Google Calendar:{' '}
            <a class="govuk-link" href={`https://calendar.google.com/calendar/r?cid=${encodeURIComponent(webcal)}`} rel="noreferrer">
              add it to Google Calendar
            </a>
            , or Other calendars, then From URL.
          </li>
          <li>Apple Calendar: File, then New Calendar Subscription.</li>
        </ul>
        <Secret />
        <p class="govuk-body">
          <a class="govuk-link" href={back.href}>
            {back.text}
          </a>
        </p>
      </div>
    </div>
  )
}

/** Asked before an address ends. `what`: a new one is made, or none. */
export const ConfirmPage = ({ at, seen, what, back }: { at: string; seen: string; what: 'new' | 'end'; back: string }) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <h1 class="govuk-heading-l">{what === 'new' ? 'Make a new address?' : 'End the address?'}</h1>
      <p class="govuk-body">
        Every calendar that reads the address there is now will find nothing any more
        {what === 'new' ? ', until you give it the new one' : ''}. Your places stay as they are.
      </p>
      <form method="post" action={what === 'new' ? at : `${at}/end`}>
        <input type="hidden" name="seen" value={seen} />
        <Button kind="warning">{what === 'new' ? 'End the old address and make a new one' : 'End the address'}</Button>
      </form>
      <p class="govuk-body">
        <a class="govuk-link" href={back}>
          Leave it as it is
        </a>
      </p>
    </div>
  </div>
)

/** What was sent was about an address that is not the one there is now. */
export const ChangedPage = ({ back }: { back: string }) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <h1 class="govuk-heading-l">Nothing was done: the address has changed meanwhile</h1>
      <p class="govuk-body">
        It was made or ended on another page, or this form was sent twice. The address that was shown last still works.
      </p>
      <p class="govuk-body">
        <a class="govuk-link" href={back}>
          See what there is now
        </a>
      </p>
    </div>
  </div>
)

/** A delegate's own calendar, by the link in their invitation. */
export const PlaceCalendarPage = ({
  title,
  school,
  entries,
  at,
  feed,
}: {
  title: string
  school: string
  entries: readonly CalendarEntry[]
  at: string
  feed: LiveFeed | undefined
}) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <span class="govuk-caption-l muster-break">{title}</span>
      <h1 class="govuk-heading-l">Your calendar</h1>
      <h2 class="govuk-heading-m">Add this event</h2>
      {entries.length === 0 ? (
        <p class="govuk-body">There is nothing to add: your place is not certain yet, or the event is cancelled.</p>
      ) : (
        <>
          <p class="govuk-body">
            Your invitation has put it into your calendar already, if your mail program can. The download is the same entry, so that it is
            there once; the links make an entry of their own, which does not change by itself.
          </p>
          <AddToCalendar entries={entries} file={`${at}.ics`} heading="h3" />
        </>
      )}
      <h2 class="govuk-heading-m">Subscribe to your places of {school}</h2>
      <p class="govuk-body">
        A calendar of everything that you have a place at for {school}, with the links to join, kept up to date by itself. It is yours, not
        only of this event: it goes on when this one is over. It ends when somebody else is sent in your place, and when your address is
        corrected.
      </p>
      <p class="govuk-body">
        For a calendar of all your places, at every school,{' '}
        <a class="govuk-link" href="/account/calendar">
          sign in with a code to your own address
        </a>
        .
      </p>
      <Secret />
      <FeedActions at={`${at}/feed`} feed={feed} of={`your places of ${school}`} />
    </div>
  </div>
)
