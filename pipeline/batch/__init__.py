"""Archives: any number of articles, killed at any moment, nothing lost, nothing done twice.

A plan cuts an archive into shards. A worker takes a shard, and writes its results as one file: the
file stands, the shard is done. Nothing else says so. The same command again does what is left.

Where to look:

    running     a batch from beginning to end; START HERE
    folder      what lies where in the folder of a batch
    beginning   a run begun, gone on with, or made anew where something is another than it was
    plan        what is to be done, and everything that the results depend on
    differences what makes the results of two plans differ, in words
    sources     archives and their listings      reading   their articles, read from the middle
    shard       one shard: read, processed, written
    loading     what a worker loads              local     the workers of one machine
    cluster     the same on Ray                  locking   one run at a time in a folder
    asking      what an article asked of the register and of decisions, and what changed of it
    earlier     what earlier runs made and nothing touched since
    results     the results, read again          looking   status, failures, verify
    events      what happens, as values          progress  ... and in words
    joining*    names across the archive         outputs*  what is written at the end

Why it is so: docs/decisions/0011-archives.md.
"""
