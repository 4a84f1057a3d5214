import { type Day, sayLongDay } from '#base/dates.ts'
import { calendarTitleOf, type EventForInvites } from '#calendars/invites/invite.ts'
import { footerOf, mail, type Rendered, type Sender } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'

export const certificateWords = {
  subject: subject('Your certificate: {title}', ['title']),
  heading: heading('Your certificate'),
  opening: sentence('What is there', 'Your certificate for “{title}” on {day} is ready. You can open, print and keep it.', [
    'title',
    'day',
  ]),
  again: sentence(
    'In place of an earlier one',
    'It takes the place of the certificate that you had before, which says that it is superseded.',
  ),
  check: sentence(
    'What others see',
    'Your school finds it in its list too. Whoever is given its number can check it on our pages, without seeing your name there.',
  ),
} satisfies Slots

/** To somebody who has a certificate, with the link to it. `again`: it replaces another. */
export const certificateMail = ({
  sender,
  event,
  contact,
  name,
  heldOn,
  again,
  page,
  signIn,
}: {
  sender: Sender
  event: Pick<EventForInvites, 'title' | 'calendarTitle' | 'sensitive'>
  contact: string
  name: string
  heldOn: Day
  again: boolean
  page: string
  /** Whether the page asks them to sign in with this address. */
  signIn: boolean
}): Rendered => {
  const inSubject = { title: calendarTitleOf(event) }
  const words = wordsOf('certificate', certificateWords, sender.words, { title: event.title, day: sayLongDay(heldOn), name }, inSubject)
  return mail(
    words('subject'),
    [
      { heading: words('heading') },
      { paragraph: `Dear ${name},` },
      ...paragraphsOf(words('opening')),
      ...(again ? paragraphsOf(words('again')) : []),
      { button: 'Open your certificate', href: page },
      ...(signIn ? [{ paragraph: 'Sign in there with this email address.' }] : []),
      ...paragraphsOf(words('check')),
      { small: ['If it says something wrong, tell us', contact ? `: ${contact}.` : '.'] },
    ],
    footerOf(sender, contact),
  )
}
