import type { EditionChange } from '#attendance/requirements/edition-change.ts'
import { differencesOf, factsOf, type Names, sayBasis, sayEdition } from '#attendance/requirements/sentence.ts'
import { sayDay } from '#base/dates.ts'
import { Bullets, P, SummaryList, Table } from '#base/web/page-parts.tsx'
import type { EditionWay } from '../forms.ts'

type WhatChangesProps = {
  way: EditionWay
  names: Names
  change: EditionChange
}

export const WhatChanges = ({ way, names, change: { edition, instead, beside } }: WhatChangesProps) => {
  const before = instead ?? beside?.was
  const differences = before ? differencesOf(before, edition, names) : []
  return (
    <>
      <P>
        From {sayDay(edition.validFrom)} “{edition.label}” asks: {sayEdition(edition, names)} {sayBasis(edition)}.
      </P>
      {before ? (
        differences.length > 0 ? (
          <Table
            caption="What is different"
            columns={['What', way === 'change' ? 'Until now' : 'The edition before', 'Then']}
            rows={differences}
          />
        ) : (
          <P>It says the same as {way === 'change' ? 'before' : 'the edition before it'}.</P>
        )
      ) : (
        <SummaryList rows={factsOf(edition, names)} />
      )}
      <Bullets>
        {way === 'change' ? (
          <li>How people and schools stand is worked out anew from what it says now, on every day on which it is in force.</li>
        ) : (
          <li>How people and schools stand follows it from {sayDay(edition.validFrom)} on.</li>
        )}
        {beside ? (
          <li>
            The edition before it ends: {sayDay(edition.validFrom)} is the first day on which it is no longer in force. It can still be
            read.
          </li>
        ) : null}
        <li>Final reports do not change.</li>
        <li>The log keeps what it said until now, and who changed it.</li>
      </Bullets>
    </>
  )
}
