import type { Child } from 'hono/jsx'
import { sayDay } from '#base/dates.ts'
import { Bullets, Inset, Link, P } from '#base/web/page-parts.tsx'
import { asksDietary, keptDays, lastKeptDay, recoveryDays } from '../need.ts'
import { isHidden, type OwnPlace } from '../own-place.ts'

const Notice = ({ own, councilName }: { own: OwnPlace; councilName: string }) => {
  const day = lastKeptDay(own.event)
  const food = asksDietary(own.event)
  return (
    <>
      <P>You do not have to tell us anything. If you do:</P>
      <Bullets>
        <li>We use it only {food ? 'for food and access' : 'so that you can take part'} at this event.</li>
        <li>
          Only the people of {councilName} who organise events see it. {own.school.name}
          {own.isOwnBooking ? ' does' : ' and the person who booked for you do'} not.
          {food ? ' The caterer gets what you say about food, without your name.' : ''}
        </li>
        <li>
          We delete it {day ? `after ${sayDay(day)}, ` : ''}
          {keptDays} days after the event; at once if your place is cancelled or goes to somebody else; and whenever you delete it here. The
          database’s own recovery can bring back what was deleted for up to {recoveryDays} days more. It is used only after a failure.
        </li>
        <li>
          What you need can tell of your health or your beliefs. The law lets us use it only with your explicit consent (UK GDPR, Articles
          6(1)(a) and 9(2)(a)). You can take that back here at any time, and nothing else changes: your place stays yours. The{' '}
          <Link href="/privacy">privacy notice</Link> says more.
        </li>
      </Bullets>
    </>
  )
}

type OwnNeedsProps = {
  own: OwnPlace
  at: string
  /** After the event needs can only be deleted. */
  over: boolean
  councilName: string
  save: Child
  remove: Child
}

export const OwnNeeds = ({ own, at, over, councilName, save, remove }: OwnNeedsProps) => (
  <>
    <Notice own={own} councilName={councilName} />
    {isHidden(own) ? (
      <Inset>
        You have told us something. It is not shown here, because anyone with this link could read it.{' '}
        {over ? null : 'What you save below takes its place. '}
        To read it, <Link href="/account/record">sign in</Link> with your own address and open your place from your record.
      </Inset>
    ) : null}
    {over ? null : save}
    {own.hasNeeds ? (
      <>
        <P>Deleting takes your consent back. The organiser then sees nothing of what you told us.</P>
        {remove}
      </>
    ) : null}
    <P>
      <Link href={at}>Back to your place without saving</Link>
    </P>
  </>
)
