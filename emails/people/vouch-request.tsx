import { sayDeadline } from '#base/dates.ts'
import { mail, type Rendered } from '#emails/messages/mail.tsx'

/** To a mailbox that the council holds for the school: does this person work with you? */
export const vouchRequestMail = (props: {
  who: string
  email: string
  role: string
  school: string
  link: string
  expiresAt: string
  council: { name: string; serviceName: string }
  serviceUrl: string
}): Rendered =>
  mail(
    `Somebody asks to act for ${props.school}: do they work there?`,
    [
      { heading: `Somebody asks to act for ${props.school}` },
      {
        paragraph: `${props.who} asks to act for ${props.school} in ${props.council.serviceName}: to book places at events and to see what has been booked. ${props.council.name} holds this mailbox as yours, so it asks you.`,
      },
      {
        facts: [
          ['Name', props.who],
          ['Address', props.email],
          ['Role there', props.role],
        ],
      },
      { paragraph: 'Open the page and answer yes or no there. Opening it changes nothing.' },
      { button: 'Answer', href: props.link },
      {
        paragraph: `The link works once, until ${sayDeadline(props.expiresAt)}, and only while nobody else has decided. Do not forward it: whoever opens it can answer.`,
      },
    ],
    [{ small: [`Sent by ${props.council.name}. `, { text: 'Privacy notice', href: `${props.serviceUrl}/privacy` }] }],
  )
