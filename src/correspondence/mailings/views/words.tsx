import { sayChanged } from '#base/changed.ts'
import { Button, Choices, type Problems, TextArea, TextField } from '#base/web/field.tsx'
import { Details, ErrorSummary, Title, Warning } from '#base/web/page-parts.tsx'
import { sayNumber } from '#base/words.ts'
import type { MessageNature } from '#messages/outbox/kind.ts'
import type { WordsTyped } from '../forms.ts'
import { longestSubject, longestText, type Mailing, natureWords } from '../mailing.ts'

const fieldSays: [field: string, says: string][] = [
  ['{name}', 'the person’s name, or “colleague” where it is not known'],
  ['{school}', 'the school’s name'],
  ['{title}', 'the event’s title'],
  ['{day}', 'the day on which it begins'],
  ['{link}', 'the page of their booking, else of the event, else where their school does what you follow up, else of all conferences'],
]

type WordsPageProps = {
  mailing: Mailing
  typed: WordsTyped
  seen: string
  problems: Problems
  /** Somebody else saved the draft since this form was opened; `mailing` is theirs. */
  meanwhile: boolean
}

export const WordsPage = ({ mailing, typed, seen, problems, meanwhile }: WordsPageProps) => (
  <>
    <ErrorSummary problems={problems} />
    <Title>What does it say?</Title>
    {meanwhile ? (
      <>
        <Warning>
          {sayChanged('This draft has', 'saved', 'This is what it says now: save again to keep what is typed below instead')}.
        </Warning>
        <pre class="muster-plain-text">{`${mailing.subject}\n\n${mailing.body}`}</pre>
      </>
    ) : null}
    <form method="post" action={`/organiser/mailings/${mailing.id}/words`} novalidate>
      <input type="hidden" name="seen" value={seen} />
      <Choices
        type="radios"
        name="nature"
        label="What kind of message is it?"
        hint="The law treats the four differently."
        values={[typed.nature]}
        options={(Object.keys(natureWords) as MessageNature[]).map((nature) => ({
          value: nature,
          text: natureWords[nature].name,
          hint: natureWords[nature].says,
        }))}
        problems={problems}
      />
      <TextField
        name="basis"
        label="Which law, or what of the safeguarding partners, asks for it?"
        hint="Of a statutory notice only, such as: Children Act 2004, section 16H. The mail says it."
        value={typed.basis}
        problems={problems}
      />
      <TextField
        name="subject"
        label="Subject"
        value={typed.subject}
        hint={`Up to ${longestSubject} characters. It is seen on screens that others read: name nothing sensitive.`}
        problems={problems}
      />
      <TextArea
        name="text"
        label="Message"
        rows={14}
        value={typed.text}
        hint={`Plain text, up to ${sayNumber(longestText)} characters. Leave an empty line between paragraphs.`}
        problems={problems}
      />
      <Details summary="Fields that stand for something of each recipient">
        <ul class="govuk-list govuk-list--bullet">
          {fieldSays.map(([field, says]) => (
            <li>
              <strong>{field}</strong>: {says}
            </li>
          ))}
        </ul>
      </Details>
      <Button>Save and continue</Button>
    </form>
  </>
)
