import { sayInstant } from '../src/dates.ts'
import { footerOf, mail, type Rendered, type Sender } from './mail.tsx'

type RequestFacts = { sender: Sender; event: string; school: string; places: number; requestedAt: string; contact: string }

const counted = (n: number): string => (n === 1 ? 'one place' : `${n} places`)

const facts = ({ event, school, places, requestedAt }: RequestFacts): { facts: [string, string][] } => ({
  facts: [
    ['Event', event],
    ['School', school],
    ['Asked for', counted(places)],
    ['Asked', sayInstant(requestedAt)],
  ],
})

/** To somebody not confirmed yet: what they asked for is kept, and takes no place. */
export const requestKept = (props: RequestFacts & { page: string }): Rendered =>
  mail(
    `We keep your request: ${props.event}`,
    [
      { heading: 'We keep your request' },
      {
        paragraph:
          'You have no place yet: nobody has confirmed that you act for the school. Once somebody does, we book what you asked for, or put it on the waiting list with your turn from the moment you asked, and tell you.',
      },
      facts(props),
      { button: 'See or withdraw your request', href: props.page },
    ],
    footerOf(props.sender, props.contact),
  )

/** Nothing was booked, and why. */
export const requestRefused = (props: RequestFacts & { because: string; eventPage: string }): Rendered =>
  mail(
    `Nothing was booked: ${props.event}`,
    [
      { heading: 'Nothing was booked' },
      { paragraph: `What you asked for could not be booked. ${props.because}` },
      facts(props),
      { paragraph: 'What you typed about the people coming has been deleted.' },
      { button: 'See the event', href: props.eventPage },
    ],
    footerOf(props.sender, props.contact),
  )
