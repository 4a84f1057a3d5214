import { type Day, sayDay } from '#base/dates.ts'
import { sayFile } from '#base/files/file.ts'
import { Details, Heading, Inset, Link, SummaryList, VisuallyHidden } from '#base/web/page-parts.tsx'
import { Paragraphs } from '#events/finding/views/event-page.tsx'
import { differenceOf } from '../difference.ts'
import {
  type Asking,
  daysUntilIssued,
  type FileOfVersion,
  type GuidanceDocument,
  isAnswered,
  sayDaysUntilIssued,
  sayDecision,
  saySecond,
  type Version,
} from '../document.ts'

/** The text of a version, and its files. @param at where they are downloaded */
export const VersionText = ({ text, files, at }: { text: string; files: readonly FileOfVersion[]; at: string }) => (
  <>
    {text === '' ? null : <Paragraphs text={text} />}
    {files.length === 0 ? null : (
      <ul class="govuk-list">
        {files.map((file) => (
          <li class="muster-break">
            <Link href={`${at}/${file.id}`}>{file.title}</Link> ({sayFile(file)})
          </li>
        ))}
      </ul>
    )}
  </>
)

/** What was taken out is struck through, what was put in underlined; who listens hears which. */
export const Difference = ({ before, after }: { before: string; after: string }) => (
  <>
    {differenceOf(before, after).map(({ kind, passages }) => (
      <p class="govuk-body muster-lines">
        {kind === 'same'
          ? passages[0]?.text
          : passages.map(({ kind: how, text }) =>
              how === 'same' ? (
                text
              ) : how === 'added' ? (
                <ins>
                  <VisuallyHidden>put in: </VisuallyHidden>
                  {text}
                </ins>
              ) : (
                <del>
                  <VisuallyHidden>taken out: </VisuallyHidden>
                  {text}
                </del>
              ),
            )}
      </p>
    ))}
  </>
)

/** By when, as schools and officers read it. What no body decides on waits for no meeting. */
export const sayDueBy = ({ dueBy, dueOn }: Pick<Version, 'dueBy' | 'dueOn'>, asked: Asking): string =>
  dueOn === undefined
    ? 'Not said'
    : dueBy === 'day' || !isAnswered(asked)
      ? `By ${sayDay(dueOn)}`
      : `At the next meeting of the body that decides, and by ${sayDay(dueOn)}`

/** That a second person is still to approve it, or did. */
export const SecondNote = ({ version, today }: { version: Version; today: Day }) => {
  const second = saySecond(version, today)
  return second === undefined ? null : <Inset>{second}</Inset>
}

export const NationalDay = ({ adviceId, availableOn }: Pick<Version, 'adviceId' | 'availableOn'>) =>
  availableOn === undefined ? 'Not said' : <Link href={`/guidance/advice/${adviceId}`}>{sayDay(availableOn)}</Link>

type VersionProps = {
  document: GuidanceDocument
  version: Version
  today: Day
  before: Version | undefined
}

export const VersionSummary = ({ document, version, today, before }: VersionProps) => {
  const days = daysUntilIssued(version.availableOn, version.issuedAt)
  const differs = before !== undefined && before.text !== '' && version.text !== ''
  return (
    <>
      <SecondNote version={version} today={today} />
      <SummaryList
        rows={[
          ['Issued', version.issuedAt ? `${sayDay(version.issuedAt)}, by ${version.issuedBy ?? ''}` : 'Not yet'],
          ['Published nationally', version.availableOn && <NationalDay {...version} />],
          ['Time between', days === undefined ? undefined : sayDaysUntilIssued(days)],
          ['By when', sayDueBy(version, document.asked)],
          ['Who wrote it', version.source === 'own' ? 'The council' : 'Others: the council passes it on'],
          ['Decision', sayDecision(version)],
          ['Equality assessment', version.equalityOn ? sayDay(version.equalityOn) : undefined],
          [
            'What the assessment says',
            version.equalityLink === '' ? undefined : (
              <Link href={version.equalityLink} rel="noreferrer">
                Read it
              </Link>
            ),
          ],
          ['Assessment reviewed on', version.equalityReviewOn ? sayDay(version.equalityReviewOn) : undefined],
          [
            'Schools that answered before',
            version.number === 1 || !isAnswered(document.asked) ? undefined : version.askAgain ? 'Are asked again' : 'Are not asked again',
          ],
        ]}
      />
      {version.whatChanged === '' ? null : (
        <>
          <Heading>What has changed</Heading>
          <Paragraphs text={version.whatChanged} />
        </>
      )}
      {version.whatToDo === '' ? null : (
        <>
          <Heading>What schools must do</Heading>
          <Paragraphs text={version.whatToDo} />
        </>
      )}
      <Heading>The document</Heading>
      <VersionText text={version.text} files={version.files} at={`/guidance/${document.id}/versions/${version.number}/files`} />
      {differs ? (
        <Details summary={`What differs from version ${before.number}`}>
          <Difference before={before.text} after={version.text} />
        </Details>
      ) : null}
    </>
  )
}
