import { type Block, footerOf, mail, type Rendered, type Sender } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'

export const sessionAnsweredWords = {
  subject: subject('A session at {school}', ['school'], 'Subject, when offered'),
  subjectOther: subject('About the session that you asked for at {school}', ['school'], 'Subject, when refused'),
  offeredHeading: heading('We can hold the session', [], 'Heading, when offered'),
  refusedHeading: heading('We cannot hold the session', [], 'Heading, when refused'),
  offered: sentence('When offered', 'You asked us for a session at {school}. This is what we offer. Please accept or decline it.', [
    'school',
  ]),
  refused: sentence('When refused', 'You asked us for a session at {school}. We are sorry that we cannot hold it.', ['school']),
} satisfies Slots

type Answer = { facts: readonly (readonly [string, string])[]; link: string } | { reason: string }

/** To whoever asked for a session at their school: what the council offers, or why it cannot. */
export const sessionAnsweredMail = (props: { sender: Sender; school: string; about: string; page: string } & Answer): Rendered => {
  const { sender, school, about, page } = props
  const says = wordsOf('session_answered', sessionAnsweredWords, sender.words, { school })
  const isOffer = 'link' in props
  const blocks: Block[] = isOffer
    ? [{ facts: [['About', about], ...props.facts] }, { button: 'Accept or decline', href: props.link }]
    : [
        {
          facts: [
            ['About', about],
            ['Reason', props.reason],
          ],
        },
        { button: 'See what you asked for', href: page },
      ]
  return mail(says(isOffer ? 'subject' : 'subjectOther'), footerOf(sender, sender.contactEmail), [
    { heading: says(isOffer ? 'offeredHeading' : 'refusedHeading') },
    ...paragraphsOf(says(isOffer ? 'offered' : 'refused')),
    ...blocks,
  ])
}
