import { mail, type Rendered } from './mail.tsx'
import { heading, type OwnWords, paragraphsOf, type Slots, sentence, subject, wordsOf } from './words.ts'

export const claimRequestedWords = {
  subject: subject('Somebody asks to act for {school}', ['school']),
  heading: heading('A request is waiting'),
  opening: sentence(
    'What is asked',
    'Somebody asks to act for {school} in {service}. Their address is not one that the council holds for it.',
    ['school'],
  ),
  colleague: sentence(
    'To a colleague who may vouch',
    'You may vouch for colleagues at the school. If you know them, say so; if you do not, refuse. Until somebody decides, nothing of the school is shown to them and they take no place.',
  ),
} satisfies Slots

/** To a colleague who may vouch at the school. */
export const claimRequestedMail = (props: {
  forWhat: string
  serviceName: string
  claimsUrl: string
  words: OwnWords | undefined
}): Rendered => {
  const words = wordsOf('claim_requested', claimRequestedWords, props.words, { school: props.forWhat, service: props.serviceName })
  return mail(
    words('subject'),
    [
      { heading: words('heading') },
      ...paragraphsOf(words('opening')),
      ...paragraphsOf(words('colleague')),
      { button: 'See who asks', href: props.claimsUrl },
    ],
    [{ small: `Sent by ${props.serviceName}.` }],
  )
}
