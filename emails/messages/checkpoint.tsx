import { mail, type Rendered, type Sender } from './mail.tsx'

type CheckpointStatedFacts = {
  sender: Sender
  day: string
  entries: string
  note: string
}

/** Daily, to the address the council named. @param note exactly as published */
export const checkpointStated = ({ sender, day, entries, note }: CheckpointStatedFacts): Rendered =>
  mail(
    `Checkpoint of the protected record, ${day}`,
    {
      council: sender.council,
      baseUrl: sender.baseUrl,
      small: [{ small: `Sent by ${sender.council.name} once a day, to the address that it named for this.` }],
    },
    [
      { heading: `Checkpoint of ${day}` },
      { paragraph: `The protected record holds ${entries}. Keep this message: with it, a later change of any of them shows.` },
      { paragraph: note },
      { paragraph: ['How to check the record with it: ', { text: `${sender.baseUrl}/log`, href: `${sender.baseUrl}/log` }] },
    ],
  )
