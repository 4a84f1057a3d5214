// Hand-written texts of annual returns, for the list in text-store.ts.

const ofReturn = { class: 'people', school: '(SELECT schoolId FROM SchoolReturn WHERE id = t.returnId)' } as const

export const textsOfReturns = [
  { table: 'ReturnEntry', column: 'value', words: 'Answer in a safeguarding audit', ...ofReturn },
  { table: 'ReturnEntry', column: 'evidence', words: 'Evidence named in a safeguarding audit', ...ofReturn },
  { table: 'ReturnEntry', column: 'action', words: 'What a school means to do, in a safeguarding audit', ...ofReturn },
  { table: 'ReturnRedaction', column: 'reason', words: 'Why words were taken out of a safeguarding audit', class: 'people' },
  { table: 'ReturnShown', column: 'shown', words: 'What a school was shown in its safeguarding audit', ...ofReturn },
  { table: 'ReturnShown', column: 'words', words: 'What a school disputed in its safeguarding audit', ...ofReturn },
  { table: 'ReturnShown', column: 'settled', words: 'How a dispute in a safeguarding audit was settled', ...ofReturn },
  { table: 'ReturnReopening', column: 'reason', words: 'Why a safeguarding audit was reopened', ...ofReturn },
  {
    table: 'ReturnRound',
    column: 'uncheckedWhy',
    words: 'Why a safeguarding audit was opened over texts that were not checked',
    class: 'people',
  },
  { table: 'ReturnPostponement', column: 'reason', words: 'Why the dates of a safeguarding audit were put off', class: 'people' },
  { table: 'ReturnFeedback', column: 'words', words: 'What the council wrote to schools of the results of an audit', class: 'people' },
  { table: 'ReturnOtherAudit', column: 'about', words: 'How a school answered other than in its safeguarding audit', ...ofReturn },
  { table: 'ReturnAction', column: 'what', words: 'What a school means to do', ...ofReturn },
  { table: 'ReturnAction', column: 'owner', words: 'Who at a school means to do something', ...ofReturn },
  { table: 'ReturnActionSaid', column: 'words', words: 'What was said of what a school means to do', class: 'people' },
  { table: 'ReturnModeration', column: 'note', words: 'What an officer found at a school', ...ofReturn },
  { table: 'CheckedGrade', column: 'note', words: 'Why an officer found another grade', class: 'people' },
] as const
