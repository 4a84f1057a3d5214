import type { Council } from '#base/council.ts'
import { sayDeadline } from '#base/dates.ts'
import { listed, sayNumber } from '#base/words.ts'
import { mail, type Rendered, sentBy } from '#emails/messages/mail.tsx'

/** To a mailbox that the council holds for the school: do these people work with you? */
export const vouchRequestMail = (props: {
  people: readonly { who: string; email: string; role: string }[]
  school: string
  link: string
  expiresAt: string
  council: Council
  serviceUrl: string
}): Rendered => {
  const { people, school, council } = props
  const asks = people.length === 1 ? 'Someone asks' : `${sayNumber(people.length)} people ask`
  return mail(`${asks} to book for ${school}: do they work there?`, sentBy(council, `${props.serviceUrl}/privacy`), [
    { heading: `${asks} to book for ${school}` },
    {
      paragraph: `${listed(people.map(({ who }) => who))} ${people.length === 1 ? 'asks' : 'ask'} to book for ${school} in ${council.serviceName}, and to see what has been booked. ${council.name} holds this mailbox as yours, so it asks you.`,
    },
    ...people.map(({ who, email, role }) => ({
      facts: [
        ['Name', who],
        ['Address', email],
        ['Role there', role],
      ] as [string, string][],
    })),
    { paragraph: 'Open the page and answer yes or no there. Opening it changes nothing.' },
    { button: 'Answer', href: props.link },
    {
      paragraph: `The link works until ${sayDeadline(props.expiresAt)}, once for each person, and only while nobody else has decided. Do not forward it: anybody who opens it can answer.`,
    },
  ])
}
