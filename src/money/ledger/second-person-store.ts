/** SQL: the columns of `Waits`. @param of SQL that selects proposals `m` */
export const waitsOf = (of: string): string => `
  (SELECT COALESCE(SUM(m.pence), 0) FROM MoneyProposal m WHERE m.state = 'proposed' AND m.kind = 'payment' AND ${of}) AS waitsToCount,
  (SELECT COALESCE(SUM(m.pence), 0) FROM MoneyProposal m WHERE m.state = 'proposed' AND m.kind = 'take_back' AND ${of}) AS waitsToGo`
