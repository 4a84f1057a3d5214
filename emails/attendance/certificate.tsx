import { type Day, sayLongDay } from '#base/dates.ts'
import { calendarTitleOf, type EventForInvites } from '#calendars/invites/invite.ts'
import { footerOf, mail, type Rendered, type Sender, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'

export const certificateWords = {
  subject: subject('Your certificate: {title}', ['title']),
  heading: heading('Your certificate'),
  opening: sentence('What is there', 'Your certificate for “{title}” on {day} is ready. You can open, print and keep it.', [
    'title',
    'day',
  ]),
  again: sentence('In place of an earlier one', 'It takes the place of the certificate that you had before, which no longer counts.'),
  revokedSubject: subject('Your certificate is revoked: {title}', ['title'], 'Subject, where it is revoked'),
  revokedHeading: heading('Your certificate is revoked', [], 'Heading, where it is revoked'),
  revoked: sentence(
    'Where it is revoked',
    'Your certificate for “{title}” on {day} is revoked: {why}. Anybody who checks its number sees that it no longer counts.',
    ['title', 'day', 'why'],
  ),
  check: sentence(
    'What others see',
    'The people who book for you see it too. Anybody with its number can check it on our pages. They do not see your name.',
  ),
} satisfies Slots

type CertificateMailFacts = {
  sender: Sender
  event: Pick<EventForInvites, 'title' | 'calendarTitle' | 'sensitive'>
  contact: string
  name: string
  heldOn: Day
  again: boolean
  revoked?: string | undefined
  page: string
}

/** To somebody of their certificate, with the link to it. `again`: it replaces another. */
export const certificateMail = ({ sender, event, contact, name, heldOn, again, revoked, page }: CertificateMailFacts): Rendered => {
  const inSubject = { title: calendarTitleOf(event) }
  const words = wordsOf(
    'certificate',
    certificateWords,
    sender.words,
    { title: event.title, day: sayLongDay(heldOn), name, why: revoked },
    inSubject,
  )
  if (revoked !== undefined)
    return mail(words('revokedSubject'), footerOf(sender, contact), [
      { heading: words('revokedHeading') },
      { paragraph: `Dear ${name},` },
      ...paragraphsOf(words('revoked')),
      { button: 'See your certificate', href: page },
      { small: ['If that is not right, tell us', contact ? `: ${contact}.` : '.'] },
    ])
  return worded(words, footerOf(sender, contact), [
    { paragraph: `Dear ${name},` },
    ...paragraphsOf(words('opening')),
    ...(again ? paragraphsOf(words('again')) : []),
    { button: 'Open your certificate', href: page },
    ...paragraphsOf(words('check')),
    { small: ['If it says something wrong, tell us', contact ? `: ${contact}.` : '.'] },
  ])
}
