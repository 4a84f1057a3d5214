import { Button, type Problems, TextField } from '#base/web/field.tsx'
import { Facts } from '#base/web/page-head.tsx'
import { Details, Heading, Link, P } from '#base/web/page-parts.tsx'
import type { BatchKind, Choice } from '../batch.ts'
import { type NextFile, NextFilePart } from './next-file.tsx'
import { abouts, paths } from './words.tsx'

type BeforeFilesProps = {
  kind: BatchKind
  /** Undefined when the choice of lines was invalid. */
  next: NextFile | undefined
  typed: Record<keyof Choice, string>
  problems: Problems
  /** The reader may open bookings. */
  open: boolean
}

const ChoiceForm = ({ kind, typed, problems }: Pick<BeforeFilesProps, 'kind' | 'typed' | 'problems'>) => {
  const field = (name: keyof Choice) => ({ name, type: 'date', width: 10, value: typed[name], problems }) as const
  const some = Object.values(typed).some((day) => day !== '')
  return (
    <Details summary="Put in only some lines" open={some}>
      <form method="get" action={paths[kind]} novalidate>
        <TextField {...field('from')} label="Lines from (optional)" hint="The first day, such as 1 May 2026" />
        <TextField {...field('to')} label="Lines to (optional)" hint="The last day" />
        <TextField
          {...field('heldBy')}
          label="Only events held up to (optional)"
          hint="Events of which the last day is later wait for a later file"
        />
        <div class="govuk-button-group">
          <Button kind="secondary">Show these lines</Button>
          {some ? <Link href={paths[kind]}>Show all lines</Link> : null}
        </div>
      </form>
    </Details>
  )
}

export const BeforeFiles = ({ kind, next, typed, problems, open }: BeforeFilesProps) => {
  const narrowed = <ChoiceForm kind={kind} typed={typed} problems={problems} />
  return (
    <>
      <P>{abouts[kind]}</P>
      <Facts
        facts={[
          ...(kind === 'invoice_request'
            ? [
                <Link href={`${paths.invoice_request}/unpaid`}>Unpaid invoice requests</Link>,
                <Link href={`${paths.invoice_request}/payments`}>Import what was paid</Link>,
              ]
            : []),
          <Link href={`/organiser/finance/file-columns?file=${kind}`}>Columns of the file</Link>,
        ]}
      />
      <Heading>The next file</Heading>
      {next ? <NextFilePart {...next} open={open} narrowed={narrowed} /> : narrowed}
    </>
  )
}
