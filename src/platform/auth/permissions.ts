/** Every right that a role may carry; reference-data/role-permissions.csv says which role carries which, and how far. */
export const permissions = [
  'unit.read',
  'unit.manage',
  'boundary.import',
  'indicator.read',
  'indicator.propose',
  'indicator.second',
  'tip.read',
  'tip.write',
  'initiative.read',
  'initiative.write',
  'activity.read',
  'activity.write',
  'hand_in.read',
  'hand_in.write',
  'support.read',
  'support.write',
  'award.read',
  'award.write',
  'asset.read',
  'asset.write',
  'register.keep',
  'submission.read',
  'submission.prepare',
  'submission.submit',
  'submission.bulk',
  'submission.return',
  'submission.approve',
  'figure.read',
  'report.read',
  'report.write',
  'target.manage',
  'person.read',
  'person.manage',
  'post.read',
  'post.manage',
  'audit.read',
] as const;

export type Permission = (typeof permissions)[number];

/** own = the unit of the post with what lies wholly under it and nothing nearer; below = that and all units below. */
export type Reach = 'own' | 'below';
