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
  council: sentence('To the council', 'Until somebody decides, nothing of the school is shown to them and they take no place.'),
  colleague: sentence(
    'To a colleague who may vouch',
    'You may vouch for colleagues at the school. If you know them, say so; if you do not, refuse. Until somebody decides, nothing of the school is shown to them and they take no place.',
  ),
} satisfies Slots

/** `whose`: whom it asks to decide: the council, or a colleague who may vouch at the school. */
export const claimRequestedMail = (props: {
  forWhat: string
  serviceName: string
  claimsUrl: string
  whose: 'council' | 'colleague'
  words: OwnWords | undefined
}): Rendered => {
  const words = wordsOf('claim_requested', claimRequestedWords, props.words, { school: props.forWhat, service: props.serviceName })
  return mail(
    words('subject'),
    [
      { heading: words('heading') },
      ...paragraphsOf(words('opening')),
      ...paragraphsOf(words(props.whose)),
      { button: props.whose === 'council' ? 'Look at the waiting requests' : 'See who asks', href: props.claimsUrl },
    ],
    [{ small: `Sent by ${props.serviceName}.` }],
  )
}
