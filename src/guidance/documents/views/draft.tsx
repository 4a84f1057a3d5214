import type { Child } from 'hono/jsx'
import { sayFile } from '#base/files/file.ts'
import { Details, Link, P } from '#base/web/page-parts.tsx'
import type { GuidanceDocument, Version } from '../document.ts'

type Of = { document: GuidanceDocument; draft: Version }

/** Each file with its link, and what the council’s own needs once it is saved as that. */
export const draftShape = (
  {
    changedAt,
    text,
    removeFile,
    decidedBy,
    decision,
    decidedOn,
    equalityOn,
    equalityLink,
    equalityReviewOn,
    ...fields
  }: Record<string, Child>,
  { document, draft: { files, number, source } }: Of,
) => {
  const { file, whatChanged, whatToDo, askAgain, dueBy, dueOn, adviceId, source: wroteIt } = fields
  return (
    <>
      {changedAt}
      {text}
      {files.map((one) => (
        <fieldset class="govuk-fieldset">
          <legend class="govuk-fieldset__legend govuk-fieldset__legend--s muster-break">
            <Link href={`/guidance/${document.id}/versions/${number}/files/${one.id}`}>{one.name}</Link> ({sayFile(one)})
          </legend>
          {fields[`title-${one.id}`]}
          {files.length === 1 ? null : fields[`order-${one.id}`]}
        </fieldset>
      ))}
      {files.length === 0 ? null : removeFile}
      {[file, whatChanged, whatToDo, askAgain, dueBy, dueOn, adviceId]}
      <P>
        Not in the list? <Link href="/guidance/advice">Note it first</Link>.
      </P>
      {wroteIt}
      {source === 'own' ? [decidedBy, decision, decidedOn, equalityOn, equalityLink, equalityReviewOn] : null}
    </>
  )
}

export const DraftForms = ({ save, throwAway }: { save: Child; throwAway: Child }) => (
  <>
    {save}
    {throwAway ? (
      <Details summary="Throw the draft away">
        <P>Its text and its file are gone then, and cannot be brought back.</P>
        {throwAway}
      </Details>
    ) : null}
  </>
)
