// Texts of complaints about data, for the list in text-store.ts.

const complaint = { table: 'DataComplaint', class: 'complaints' } as const

export const textsOfComplaints = [
  { ...complaint, column: 'about', words: 'What somebody else complained of' },
  { ...complaint, column: 'answer', words: 'What we answered to a complaint' },
  // By post, by telephone or in person: nothing but the name says whose it is.
  {
    ...complaint,
    column: 'name',
    words: 'Who complained without an email address: the words of the complaint go too',
    except: `t.email <> ''`,
    also: `UPDATE DataComplaint SET about = '', answer = IIF(answer IS NULL, NULL, '') WHERE id = ?1`,
  },
] as const
