import type { Child } from 'hono/jsx'
import { type Day, sayInstant, sayLongDay, sayTime } from '#base/dates.ts'
import { P, Page, Table, Title, VisuallyHidden } from '#base/web/page-parts.tsx'
import { Qr } from '#base/web/qr.tsx'
import { counted } from '#base/words.ts'
import type { DoorEvent } from '../day.ts'
import type { DoorLinkRow, HelperRow } from '../door-link.ts'

export const aboutLink = ({ day, madeAt }: DoorLinkRow): string => `the link of ${sayLongDay(day)}, ${sayInstant(madeAt)}`

type DoorLinksProps = {
  event: DoorEvent
  links: readonly DoorLinkRow[]
  helpers: readonly HelperRow[]
  now: string
  /** Makes a link, while there is a day for one. */
  form: Child
  /** What can be done with one that lets in. */
  formsOf: (link: DoorLinkRow) => Child
}

export const DoorLinks = ({ event, links, helpers, now, form, formsOf }: DoorLinksProps) => {
  const linkOf = new Map(links.map((link) => [link.id, link]))
  return (
    <>
      <P>
        A check-in link lets helpers check people in on one day without an account. They open it, or scan its code, and type their name.
        They see the names of those expected that day, and cannot sign off a register. We show a link once, when you make it: print it or
        copy it before you leave that page.
      </P>
      {form || (
        <P>
          {event.state === 'cancelled' ? 'This event is cancelled, so it needs no check-in link.' : 'The last day of this event is over.'}
        </P>
      )}
      {links.length > 0 ? (
        <Table
          caption="Links"
          columns={['Day', 'Helpers', 'Made', 'Lets in']}
          rows={links.map((link) => [
            sayLongDay(link.day),
            `${link.used} of ${link.most}`,
            `${sayInstant(link.madeAt)} by ${link.madeBy}`,
            link.endedAt !== null ? (
              `Ended on ${sayInstant(link.endedAt)}`
            ) : link.endsAt <= now ? (
              'Ended with its day'
            ) : (
              <>
                Until {sayTime(link.endsAt)} that day
                {formsOf(link)}
              </>
            ),
          ])}
        />
      ) : null}
      {helpers.length > 0 ? (
        <Table
          caption="Who came by a link"
          columns={['Helper', 'Came', 'Door of', 'Action']}
          rows={helpers.map((helper) => {
            const link = linkOf.get(helper.linkId)
            return [
              helper.name,
              sayInstant(helper.cameAt),
              link ? sayLongDay(link.day) : '',
              helper.putOutAt !== null ? (
                `Removed on ${sayInstant(helper.putOutAt)}`
              ) : link && link.endsAt <= now ? (
                'Signed out when the day ended'
              ) : (
                <form method="post" action={`/organiser/events/${event.code}/door/${helper.id}/revoke`}>
                  <button type="submit" class="govuk-button govuk-button--secondary govuk-!-margin-bottom-0">
                    Remove<VisuallyHidden> {helper.name}</VisuallyHidden>
                  </button>
                </form>
              ),
            ]
          })}
        />
      ) : null}
    </>
  )
}

type MadeLinkPageProps = {
  event: DoorEvent
  day: Day
  most: number
  madeBy: string
  address: string
}

/** Shows the link and its code, once, to be printed. */
export const MadeLinkPage = ({ event, day, most, madeBy, address }: MadeLinkPageProps) => (
  <Page>
    <div class="muster-no-print govuk-inset-text">
      Print this page or copy the link before you leave: we show it once. If it is lost, end it and make another under{' '}
      <em>Check-in links</em>.
    </div>
    <Title>Help with check-in</Title>
    <P>{[sayLongDay(day), event.venueName].filter(Boolean).join(', ')}</P>
    <Qr text={address} label="Code that opens the door" size={300} />
    <P>Scan this code with your phone’s camera, and type your name. You can then check people in until the end of the day.</P>
    <P>
      It lets in {counted(most, 'helper')} until the end of {sayLongDay(day)}. Made by {madeBy}.
    </P>
    <div class="govuk-form-group">
      <label class="govuk-label govuk-label--s" for="address">
        The same as a link
      </label>
      <textarea class="govuk-textarea" id="address" rows={3} readonly>
        {address}
      </textarea>
    </div>
  </Page>
)
