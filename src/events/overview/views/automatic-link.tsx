import { Link } from '#base/web/page-parts.tsx'
import { listed } from '#base/words.ts'
import type { EventDetails } from '#events/events/event.ts'
import { switchesOff } from '#messages/outbox/kind.ts'
import { switchFacts } from '#messages/outbox/switch.ts'

export const AutomaticLink = ({ event, off }: { event: EventDetails; off: readonly string[] }) => (
  <>
    <Link href={`/organiser/events/${event.code}/messages`}>What is sent automatically, and when</Link>
    {off.length === 0 ? null : ` Switched off: ${listed(switchesOff(off).map((one) => switchFacts[one].label.toLowerCase()))}.`}
  </>
)
