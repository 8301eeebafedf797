// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Nothing: a target needs a source, and this one exists for its precompiled header.
